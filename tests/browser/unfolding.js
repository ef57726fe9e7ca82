async () => {
  const late = [...document.images].filter((image) => image.loading === "lazy");
  for (const image of late) image.loading = "eager";
  await Promise.all(late.map((image) => image.decode().catch(() => {})));
  return document.documentElement.scrollHeight;
}

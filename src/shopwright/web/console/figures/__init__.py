"""How the shop is doing: the figures of the last weeks, on the start page and as a file."""

from shopwright.web.console.figures.export import export_figures

ROUTES = [export_figures]

"""A small studio: models of the demo shop's goods, its light, its backdrop, and the camera that draws them as SVG."""

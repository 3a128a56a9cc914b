# SPDX-License-Identifier: EUPL-1.2
"""Opens one of our files as a user of QGIS would, and says what is wrong with it."""
import sys

from qgis.core import (QgsApplication, QgsFeatureRequest, QgsMapRendererParallelJob, QgsMapSettings, QgsRasterLayer,
                       QgsVectorLayer)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def open_layer(path):
    layer = QgsVectorLayer(path, "layer", "ogr")
    assert layer.isValid(), f"QGIS cannot open {path}"
    assert layer.crs().authid() == "EPSG:28992", f"CRS is {layer.crs().authid() or 'unknown'}"
    return layer


def colours_of(layer):
    """How many colours a picture of the layer has: an empty map has one."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(300, 200))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return len({image.pixel(x, y) for x in range(300) for y in range(200)})


def shapefile(path, count):
    layer = open_layer(path)
    assert layer.featureCount() == int(count), f"{layer.featureCount()} rows"
    for feature in layer.getFeatures():
        assert feature.geometry().isGeosValid(), f"row {feature.id()} is not valid"
    assert colours_of(layer) > 1, "nothing is drawn"


def value(path, field, text):
    layer = open_layer(path)
    found = list(layer.getFeatures(QgsFeatureRequest().setFilterExpression(f"\"{field}\" = '{text}'")))
    assert len(found) == 1, f"{len(found)} rows with {text}"


def styled(path, field, alias):
    layer = open_layer(path)
    message, loaded = layer.loadDefaultStyle()
    assert loaded, f"no default style: {message}"
    index = layer.fields().indexOf(field)
    assert index >= 0, f"no field {field}"
    assert layer.attributeAlias(index) == alias, f"alias of {field} is '{layer.attributeAlias(index)}'"
    assert colours_of(layer) > 1, "nothing is drawn"


def raster(path, renderer, band):
    layer = QgsRasterLayer(path, "layer")
    assert layer.isValid(), f"QGIS cannot open {path}"
    assert layer.crs().authid() == "EPSG:28992", f"CRS is {layer.crs().authid() or 'unknown'}"
    assert layer.renderer().type() == renderer, f"drawn as {layer.renderer().type()}"
    assert layer.bandName(1) == f"Band 1: {band}", f"band is '{layer.bandName(1)}'"
    # Outside the town there is nothing, and in it each class that is in sight has its colour.
    assert colours_of(layer) >= 5, f"{colours_of(layer)} colours"


def main():
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    failed = 0
    try:
        {"shapefile": shapefile, "value": value, "styled": styled, "raster": raster}[sys.argv[1]](*sys.argv[2:])
    except AssertionError as problem:
        print(f"{sys.argv[2]}: {problem}", file=sys.stderr)
        failed = 1
    application.exitQgis()  # every layer is gone by now, which exitQgis needs
    return failed


if __name__ == "__main__":
    sys.exit(main())

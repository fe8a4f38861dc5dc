package dev.millrace.jupyter;

import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import org.knowm.xchart.style.markers.Marker;

/** A round marker; XChart has one size for all markers of a chart. */
final class Dot extends Marker {
  private final double size;

  Dot(double size) {
    this.size = size;
  }

  @Override
  public void paint(Graphics2D graphics, double x, double y, int sizeOfAll) {
    graphics.fill(new Ellipse2D.Double(x - size / 2, y - size / 2, size, size));
  }
}

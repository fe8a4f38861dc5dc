package dev.millrace.jupyter;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A drawing as a small file: with more pixels than it is shown in, for sharp text, and of 16
 * colours, so that a pixel takes half a byte. Those are the most frequent ones that are well apart,
 * since a line leaves many shades between itself and the ground.
 */
final class Png {
  private static final double SCALE = 1.4;
  private static final int BITS = 4;
  private static final int COLOURS = 1 << BITS;
  private static final int APART = 40 * 40;
  private static final int LEVELS = 31;
  private static final int FULL = 255;

  private Png() {}

  /**
   * @param width before it is scaled
   * @param painter draws in that size
   */
  static byte[] of(int width, int height, Consumer<Graphics2D> painter) {
    BufferedImage image =
        new BufferedImage(pixels(width), pixels(height), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(SCALE, SCALE);
    painter.accept(graphics);
    graphics.dispose();
    try {
      return encode(indexed(image));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /** Of the image, for so many of the page. */
  static int pixels(int size) {
    return (int) Math.round(SCALE * size);
  }

  private static BufferedImage indexed(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = level(pixels[i] >> 16) << 16 | level(pixels[i] >> 8) << 8 | level(pixels[i]);
    }
    int[] palette = palette(pixels);
    IndexColorModel colours =
        new IndexColorModel(BITS, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage indexed =
        new BufferedImage(
            image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_BINARY, colours);
    Map<Integer, Integer> nearest = new HashMap<>();
    int[] indices = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      indices[i] = nearest.computeIfAbsent(pixels[i], rgb -> nearest(palette, rgb));
    }
    indexed.getRaster().setPixels(0, 0, image.getWidth(), image.getHeight(), indices);
    return indexed;
  }

  /** One of 32 levels, white and black among them. */
  private static int level(int channel) {
    int level = ((channel & FULL) * LEVELS + FULL / 2) / FULL;
    return level * FULL / LEVELS;
  }

  private static int[] palette(int[] pixels) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int pixel : pixels) {
      counts.merge(pixel, 1, Integer::sum);
    }
    List<Integer> frequent =
        counts.keySet().stream()
            .sorted(
                Comparator.<Integer, Integer>comparing(counts::get)
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    List<Integer> palette = new ArrayList<>();
    for (int colour : frequent) {
      if (palette.size() < COLOURS
          && palette.stream().allMatch(c -> distance(c, colour) >= APART)) {
        palette.add(colour);
      }
    }
    return palette.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int nearest(int[] palette, int rgb) {
    int best = 0;
    for (int i = 1; i < palette.length; i++) {
      if (distance(palette[i], rgb) < distance(palette[best], rgb)) {
        best = i;
      }
    }
    return best;
  }

  private static int distance(int a, int b) {
    int red = (a >> 16 & 255) - (b >> 16 & 255);
    int green = (a >> 8 & 255) - (b >> 8 & 255);
    int blue = (a & 255) - (b & 255);
    return red * red + green * green + blue * blue;
  }

  private static byte[] encode(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam smallest = writer.getDefaultWriteParam();
      smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      smallest.setCompressionQuality(0);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), smallest);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}

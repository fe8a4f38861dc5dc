package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** What a notebook shows below a cell, as far as it is the same on every machine. */
final class CellOutputs {
  /** By which nbval, too, knows a cell that says something else each time. */
  private static final String VARIES = "nbval-ignore-output";

  private CellOutputs() {}

  /**
   * Texts as they are, those of plots say what is drawn; images by their sizes: fonts differ. Of a
   * cell that varies the images alone.
   */
  static List<String> of(JsonNode cell) throws IOException {
    List<String> outputs = all(cell);
    for (JsonNode tag : cell.path("metadata").path("tags")) {
      if (tag.asText().equals(VARIES)) {
        outputs.removeIf(output -> !output.startsWith("image"));
      }
    }
    return outputs;
  }

  private static List<String> all(JsonNode cell) throws IOException {
    List<String> outputs = new ArrayList<>();
    String stream = "";
    for (JsonNode output : cell.path("outputs")) {
      String name = output.path("name").asText();
      if (!name.isEmpty() && name.equals(stream)) {
        // How a text is cut into messages is by chance.
        int last = outputs.size() - 1;
        outputs.set(last, outputs.get(last) + text(output.get("text")));
      } else if (!name.isEmpty()) {
        outputs.add(name + ": " + text(output.get("text")));
      } else {
        add(output, outputs);
      }
      stream = name;
    }
    return outputs;
  }

  private static void add(JsonNode output, List<String> outputs) throws IOException {
    for (Map.Entry<String, JsonNode> entry : output.path("data").properties()) {
      if (entry.getKey().equals("image/png")) {
        byte[] png = Base64.getMimeDecoder().decode(text(entry.getValue()));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        outputs.add("image of " + image.getWidth() + " by " + image.getHeight());
      } else {
        outputs.add(entry.getKey() + ": " + text(entry.getValue()));
      }
    }
  }

  /** A text, or the lines of one. */
  private static String text(JsonNode node) {
    if (node.isTextual()) {
      return node.asText();
    }
    StringBuilder text = new StringBuilder();
    node.forEach(line -> text.append(line.asText()));
    return text.toString();
  }
}

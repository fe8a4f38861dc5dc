package dev.millrace.jupyter;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** A value as notebooks take it: as text, and as an image or as HTML. */
final class Rendering {
  private static final int LONGEST = 10_000;
  private static final String PNG = "image/png";

  private Rendering() {}

  static DisplayData of(Object value) {
    if (value instanceof DisplayData data) {
      return data;
    }
    if (value instanceof Plot plot) {
      return plot(plot);
    }
    Optional<Table> table = Tabulation.of(value, TablePrint.ROWS);
    if (table.isPresent()) {
      TablePrint print = TablePrint.of(table.get());
      DisplayData data = new DisplayData(print.text());
      data.putHTML(print.html());
      return data;
    }
    return new DisplayData(shortened(String.valueOf(value)));
  }

  private static DisplayData plot(Plot plot) {
    DisplayData data = new DisplayData(plot.toString());
    data.putData(PNG, Base64.getEncoder().encodeToString(plot.png()));
    data.putMetaData(PNG, Map.of("width", plot.width(), "height", plot.height()));
    return data;
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  /** What a terminal shows. */
  static String text(DisplayData data) {
    return String.valueOf(data.getData(MIMEType.TEXT_PLAIN));
  }
}

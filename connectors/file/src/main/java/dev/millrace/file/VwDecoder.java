package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;
import java.util.Arrays;

/**
 * Lines of Vowpal Wabbit's text format, with simple labels. As there, a word that touches the first
 * bar, or begins with a quote, is the tag.
 */
record VwDecoder() implements LineDecoder<VwExample> {
  /** Of namespaces and features: lines name the same ones again and again. */
  private static final TextTable NAMES = new TextTable(1 << 12);

  @Override
  public VwExample decode(byte[] bytes, int from, int to) throws BadRecordException {
    LineScan line = new LineScan(bytes, from, to);
    int bar = line.indexOf('|', to);
    if (bar == to) {
      throw line.expected("a | in front of the features", line.from, to);
    }
    Label label = new Label(line, bar);
    Features features = new Features(line);
    while (!line.isAtEnd()) {
      line.at++;
      features.readNamespace();
    }
    return new VwExample(
        label.numbers[0],
        label.numbers[1],
        label.numbers[2],
        label.tag,
        Arrays.copyOf(features.namespaces, features.count),
        Arrays.copyOf(features.names, features.count),
        Arrays.copyOf(features.values, features.count));
  }

  /** What stands in front of the first bar. */
  private static final class Label {
    private static final String[] WHAT = {"a label", "an importance", "a base"};

    final double[] numbers = {Double.NaN, 1, 0};
    String tag = "";

    Label(LineScan line, int bar) throws BadRecordException {
      int count = 0;
      for (line.skipBlanks(); line.at < bar; line.skipBlanks()) {
        int end = Math.min(line.wordEnd(), bar);
        boolean quoted = line.isAt('\'');
        if (quoted || end == bar) {
          tag = line.text(quoted ? line.at + 1 : line.at, end);
          line.at = end;
          line.skipBlanks();
          if (line.at != bar) {
            throw line.expected("a | behind the tag", line.at, Math.min(line.wordEnd(), bar));
          }
          return;
        }
        if (count == WHAT.length) {
          throw line.expected("a tag that touches the |, or begins with '", line.at, end);
        }
        numbers[count] = line.number(line.at, end, WHAT[count]);
        if (count == 1 && numbers[1] < 0) {
          throw line.expected("an importance that is not negative", line.at, end);
        }
        count++;
        line.at = end;
      }
    }
  }

  /** The features so far, in arrays that grow. */
  private static final class Features {
    private final LineScan line;
    private String[] namespaces = new String[16];
    private String[] names = new String[16];
    private double[] values = new double[16];
    private int count;

    Features(LineScan line) {
      this.line = line;
    }

    /** Reads what stands behind a bar, up to the next one or the line's end. */
    void readNamespace() throws BadRecordException {
      int end = line.indexOf('|', line.to);
      String namespace = "";
      double scale = 1;
      int nameEnd = Math.min(line.wordEnd(), end);
      if (nameEnd > line.at) {
        int colon = line.indexOf(':', nameEnd);
        namespace = NAMES.text(line.bytes, line.at, colon);
        scale = colon == nameEnd ? 1 : line.number(colon + 1, nameEnd, "a namespace's scale");
        line.at = nameEnd;
      }
      for (line.skipBlanks(); line.at < end; line.skipBlanks()) {
        readFeature(namespace, scale, Math.min(line.wordEnd(), end));
      }
    }

    private void readFeature(String namespace, double scale, int wordEnd)
        throws BadRecordException {
      int start = line.at;
      int colon = line.indexOf(':', wordEnd);
      if (colon == start) {
        throw line.expected("a feature's name", start, wordEnd);
      }
      if (count == names.length) {
        namespaces = Arrays.copyOf(namespaces, 2 * count);
        names = Arrays.copyOf(names, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      namespaces[count] = namespace;
      names[count] = NAMES.text(line.bytes, start, colon);
      double value = colon == wordEnd ? 1 : line.number(colon + 1, wordEnd, "a feature's value");
      if (Double.isInfinite(value * scale)) {
        throw line.expected("a value that is finite times its scale", start, wordEnd);
      }
      values[count++] = value * scale;
      line.at = wordEnd;
    }
  }
}

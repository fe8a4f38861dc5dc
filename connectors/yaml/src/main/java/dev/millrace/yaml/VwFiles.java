package dev.millrace.yaml;

import dev.millrace.core.StreamingContext;
import dev.millrace.core.function.MapFunction;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.file.FileSource;
import dev.millrace.file.LineDecoder;
import dev.millrace.file.VwExample;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Examples of Vowpal Wabbit. */
@Kind(
    value =
        "Files of Vowpal Wabbit: columns 'label', empty where there is none, 'importance' and"
            + " 'tag', then those that are named.",
    type = "vw")
record VwFiles(
    @Key(FileSources.PATH) String path,
    @Key("Features to read: name, or namespace^name. Columns of numbers, 0 where not given.")
        List<String> features,
    @Key("Namespaces whose names are words: a column of text each.") List<String> texts,
    @Key(value = FileSources.GLOB, byDefault = FileSources.ALL_FILES) String glob,
    @Key(value = FileSources.FOLLOW, byDefault = FileSources.NO) boolean follow,
    @Key(value = FileSources.RATE, min = 0) Optional<Double> rate)
    implements SourceSpec {
  @Override
  public RowStream open(StreamingContext context, String name) {
    ToRow rows = ToRow.of(features, texts);
    var examples =
        FileSources.paced(
            FileSource.lines(Places.uri(path), LineDecoder.vw(), FileSources.options(glob, follow)),
            rate);
    return new RowStream(rows.columns(), context.source(name, examples).map(rows));
  }

  /**
   * The row of an example.
   *
   * @param numbers where features stand, as {@code namespace^name} or {@code name}
   * @param words where namespaces stand
   */
  private record ToRow(RowSchema columns, Map<String, Integer> numbers, Map<String, Integer> words)
      implements MapFunction<VwExample, Row> {
    static ToRow of(List<String> features, List<String> texts) {
      List<RowSchema.Column> columns = new ArrayList<>();
      columns.add(new RowSchema.Column("label", RowSchema.Type.NUMBER));
      columns.add(new RowSchema.Column("importance", RowSchema.Type.NUMBER));
      columns.add(new RowSchema.Column("tag", RowSchema.Type.TEXT));
      Map<String, Integer> numbers = new HashMap<>();
      for (String feature : features) {
        numbers.put(feature, columns.size());
        columns.add(new RowSchema.Column(feature, RowSchema.Type.NUMBER));
      }
      Map<String, Integer> words = new HashMap<>();
      for (String namespace : texts) {
        words.put(namespace, columns.size());
        columns.add(new RowSchema.Column(namespace, RowSchema.Type.TEXT));
      }
      return new ToRow(new RowSchema(columns), numbers, words);
    }

    @Override
    public Row apply(VwExample example) {
      double[] values = new double[columns.width()];
      String[] said = new String[columns.width()];
      Arrays.fill(said, "");
      values[0] = example.label().orElse(Double.NaN);
      values[1] = example.importance();
      said[2] = example.tag();
      for (int i = 0; i < example.size(); i++) {
        String namespace = example.namespace(i);
        String name = example.name(i);
        Integer number = numbers.get(namespace.isEmpty() ? name : namespace + "^" + name);
        if (number != null) {
          values[number] += example.value(i);
        }
        Integer text = words.get(namespace);
        if (text != null) {
          said[text] = said[text].isEmpty() ? name : said[text] + " " + name;
        }
      }
      return new Row(columns, values, said);
    }
  }
}

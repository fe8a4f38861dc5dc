package dev.millrace.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.StreamingContext;
import dev.millrace.core.row.Row;
import dev.millrace.core.row.RowSchema;
import dev.millrace.core.sink.MemorySink;
import dev.millrace.core.sink.Sink;
import dev.millrace.core.source.GeneratorSource;
import dev.millrace.yaml.document.Document;
import dev.millrace.yaml.document.Key;
import dev.millrace.yaml.document.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An artifact that adds a source and a sink. */
public class ExtensionTest {
  private static final MemorySink<Row> KEPT = new MemorySink<>();

  /** Listed in META-INF/services of the tests. */
  public static final class Counting implements PipelineExtension {
    @Override
    public List<Class<? extends Record>> sources() {
      return List.of(CountSource.class);
    }

    @Override
    public List<Class<? extends Record>> sinks() {
      return List.of(Keep.class);
    }
  }

  @Kind(value = "Numbers from 0 on.", type = "count")
  record CountSource(@Key(value = "How many.", min = 1) long rows) implements SourceSpec {
    @Override
    public RowStream open(StreamingContext context, String name) {
      RowSchema columns = new RowSchema(List.of(new RowSchema.Column("n", RowSchema.Type.NUMBER)));
      return new RowStream(
          columns,
          context.source(
              name,
              GeneratorSource.bounded(
                  rows, index -> new Row(columns, new double[] {index}, new String[] {""}))));
    }
  }

  @Kind("In memory.")
  record Keep() implements SinkSpec {
    @Override
    public Sink<Row> open(RowSchema columns) {
      return KEPT;
    }
  }

  @Test
  void shouldAddKinds() throws Exception {
    PipelineFile file =
        PipelineFile.of(
            Document.of(
                "x.yaml",
                "{name: x, trigger: availableNow, sources: {numbers: {type: count, rows: 3}},"
                    + " outputs: {kept: {from: rows, to: {type: keep}}}}"));
    try (StreamingContext context = StreamingContext.create(file.config())) {
      file.describe(context);
      context.start();
      context.awaitTermination();
    }
    assertEquals("[{n=0}, {n=1}, {n=2}]", KEPT.records().toString());
    assertTrue(PipelineFile.schema().contains("\"const\" : \"count\""));
    assertFalse(PipelineFile.shippedSchema().contains("Numbers from 0 on"));
  }
}

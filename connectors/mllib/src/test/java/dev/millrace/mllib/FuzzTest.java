package dev.millrace.mllib;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.testing.Fuzz;
import dev.millrace.ml.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that MLlib saved, damaged: loaded and able to predict, or refused with a reason. */
class FuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");
  private static final List<String> NAMES = List.of("a", "b");

  @TempDir Path directory;

  private final SparkSession session = LocalSession.get();

  private Path saved() throws IOException {
    StructType schema = new StructType();
    for (String name : List.of("a", "b", "label")) {
      schema = schema.add(name, DataTypes.DoubleType, false);
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(RowFactory.create(i / 20.0, i % 3 / 3.0, i < 10 ? 0.0 : 1.0));
    }
    Dataset<Row> data = session.createDataFrame(rows, schema);
    PipelineStage[] stages = {
      new VectorAssembler().setInputCols(NAMES.toArray(String[]::new)).setOutputCol("features"),
      new LogisticRegression().setRegParam(0.1)
    };
    PipelineModel fitted = new Pipeline().setStages(stages).fit(data);
    Path model = directory.resolve("model");
    fitted.write().save(model.toString());
    return model;
  }

  private static Path only(Path model, String within, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(model)) {
      return files
          .filter(file -> file.toString().contains(within) && file.toString().endsWith(ending))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(file -> file.toFile().length() > 0)
          .findFirst()
          .orElseThrow();
    }
  }

  /** Loads the model with another file in the place of one of its own, and predicts. */
  private void fuzz(String name, Path model, Path file, String... tokens) throws Exception {
    byte[] whole = Files.readAllBytes(file);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    Fuzz.Target target =
        input -> {
          Files.write(file, input);
          Model loaded = MllibImport.load(session, model.toString(), Inputs.columns(NAMES));
          loaded.predict(new double[] {0.5, 0.5}, 0, new double[loaded.outputs()]);
        };
    target.read(whole); // Spark's first jobs may take longer than an input may
    Fuzz.Result result =
        Fuzz.of(name, target, List.of(whole))
            .withTokens(tokens)
            .withMemory(1L << 40, 0) // what Spark takes is Spark's, and half of it elsewhere
            .run(CORPORA);
    assertTrue(result.read() + result.refused() > 0, result.toString());
    Files.write(file, whole);
  }

  @Test
  void shouldLoadAnyModelOrSayWhyNot() throws Exception {
    Path model = saved();
    String last = "1_logreg";
    fuzz(
        "model-metadata",
        model,
        only(model, last, ".txt"),
        "null",
        "\"class\":\"java.lang.Object\"",
        "{}",
        "[",
        "1e999",
        "\"numClasses\":7");
    fuzz("model-data", model, only(model, last, ".parquet"));
  }
}

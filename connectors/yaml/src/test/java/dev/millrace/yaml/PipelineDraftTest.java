package dev.millrace.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.ConfigurationException;
import dev.millrace.core.StreamingContext;
import dev.millrace.ml.evaluate.PrequentialReport;
import dev.millrace.notebooks.ShippedData;
import dev.millrace.yaml.document.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineDraftTest {
  @TempDir Path directory;

  /** A file with a column of each kind. */
  private Path shop() throws IOException {
    Random random = new Random(3);
    StringBuilder csv =
        new StringBuilder("id,at,country,price,weight,note,coupon,currency,empty,rating,sold\n");
    String[] countries = {"IT", "FR", "DE"};
    for (int i = 0; i < 700; i++) {
      String country = countries[random.nextInt(3)];
      boolean sold = country.equals("IT") != (random.nextInt(10) == 0);
      csv.append(1000 + i)
          .append(",2026-01-%02dT%02d:00:00,".formatted(1 + i / 24, i % 24))
          .append(country)
          .append(',')
          .append(random.nextInt(10_000) / 100.0)
          .append(i % 10 == 0 ? ",," : "," + random.nextInt(50) + ",")
          .append("\"a fine thing no ")
          .append(random.nextInt(250))
          .append(" of many\",")
          .append("C")
          .append(random.nextInt(1_000_000))
          .append(",EUR,,")
          .append(1 + random.nextInt(5))
          .append(',')
          .append(sold ? "yes" : "no")
          .append('\n');
    }
    return Files.writeString(directory.resolve("shop 2026.csv"), csv);
  }

  private PrequentialReport run(String draft) throws InterruptedException {
    Document document = Document.of("pipeline.yaml", draft);
    for (String path :
        new String[] {"checkpoint", "deadLetters.path", "outputs.predictions.to.path"}) {
      document = document.with("test", path, directory.resolve(path).toString());
    }
    PipelineFile file = PipelineFile.of(document);
    try (StreamingContext context = StreamingContext.create(file.config())) {
      DeclaredPipeline pipeline = file.describe(context);
      context.start();
      context.awaitTermination();
      return pipeline.learning().orElseThrow().report();
    }
  }

  @Test
  void shouldTellWhatColumnsAreGoodFor() throws Exception {
    String draft = PipelineDraft.ofCsv(shop(), Optional.empty());
    String expected =
        """
        features:
          - {type: numeric, columns: [price, rating]}
          - {type: numeric, columns: [weight], missing: true}
          - {type: oneHot, column: country, maxCategories: 5}
          - {type: hashedText, column: note, slots: 1024}
          - {type: time, column: at}
          # id is left out: nearly every row has another value
          # coupon is left out: nearly every row has another value
          # currency is left out: it has one value only
          # empty is left out: it is empty

        target:
          column: sold  # guessed; --target says otherwise
          classes: ["no", "yes"]   # the positive one last

        learners:
          model: logistic-regression:missing=mean
          baseline: majority-class
        """;
    assertTrue(draft.contains(expected), draft);
    assertTrue(draft.startsWith("name: shop-2026\n"), draft);

    PrequentialReport report = run(draft);
    assertEquals(700, report.rows());
    double model = report.learner("model").cumulative().get("accuracy");
    double baseline = report.learner("baseline").cumulative().get("accuracy");
    assertTrue(model > baseline + 0.05, model + " and " + baseline);
    assertFalse(Files.exists(directory.resolve("deadLetters.path/batch-000000000000.csv")));
  }

  @Test
  void shouldPredictANumber() throws Exception {
    String draft = PipelineDraft.ofCsv(shop(), Optional.of("price"));
    assertTrue(draft.contains("target: {column: price}\n"), draft);
    assertTrue(draft.contains("  model: linear-regression:optimizer=adagrad"), draft);
    assertTrue(draft.contains("  baseline: running-mean"), draft);
    assertEquals(700, run(draft).rows());
  }

  @Test
  void shouldPredictANumberFromAFewByLeastSquares() throws Exception {
    StringBuilder csv = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 200; i++) {
      csv.append(i % 17).append(',').append(i % 5).append(',');
      csv.append(1_000_000 + 3.5 * (i % 17) - i % 5).append('\n');
    }
    Path file = Files.writeString(directory.resolve("line.csv"), csv);
    String draft = PipelineDraft.ofCsv(file, Optional.empty());
    assertTrue(draft.contains("  model: recursive-least-squares:ridge=1\n"), draft);
    double model = run(draft).learner("model").cumulative().get("mae");
    assertTrue(model < 20_000, "mae " + model);
  }

  @Test
  void shouldPredictManyClasses() throws Exception {
    String draft = PipelineDraft.ofCsv(shop(), Optional.of("country"));
    assertTrue(draft.contains("  classes: [DE, FR, IT]\n"), draft);
    assertTrue(
        draft.contains("  model: softmax-regression:learningRate=0.1,missing=mean\n"), draft);
    assertEquals(700, run(draft).rows());
  }

  /** Three kinds of flowers that lie apart as those of Fisher's iris do, in any order. */
  @Test
  void shouldTellThreeKindsOfFlowersApart() throws Exception {
    Random random = new Random(4);
    String[] species = {"setosa", "versicolor", "virginica"};
    double[][] means = {{5.0, 3.4, 1.5, 0.2}, {5.9, 2.8, 4.3, 1.3}, {6.6, 3.0, 5.6, 2.0}};
    double[][] deviations = {{0.4, 0.4, 0.2, 0.1}, {0.5, 0.3, 0.5, 0.2}, {0.6, 0.3, 0.6, 0.3}};
    StringBuilder csv = new StringBuilder("sepal_l,sepal_w,petal_l,petal_w,species\n");
    for (int i = 0; i < 450; i++) {
      int kind = random.nextInt(3);
      for (int j = 0; j < 4; j++) {
        double value = means[kind][j] + deviations[kind][j] * random.nextGaussian();
        csv.append(Math.round(value * 10) / 10.0).append(',');
      }
      csv.append(species[kind]).append('\n');
    }
    Path file = Files.writeString(directory.resolve("flowers.csv"), csv);
    String draft = PipelineDraft.ofCsv(file, Optional.empty());
    assertTrue(draft.contains("  classes: [setosa, versicolor, virginica]\n"), draft);
    PrequentialReport report = run(draft);
    double model = report.learner("model").cumulative().get("accuracy");
    double baseline = report.learner("baseline").cumulative().get("accuracy");
    assertTrue(model > 0.85 && baseline < 0.5, model + " and " + baseline);
  }

  @Test
  void shouldRunOnRealData() throws Exception {
    Path customers = ShippedData.file("telco-customers.csv.gz");
    PrequentialReport report = run(PipelineDraft.ofCsv(customers, Optional.empty()));
    assertEquals(7_043, report.learner("model").rowsScored());
    double model = report.learner("model").cumulative().get("accuracy");
    double baseline = report.learner("baseline").cumulative().get("accuracy");
    assertTrue(model > baseline + 0.03, model + " and " + baseline);
  }

  @Test
  void shouldSayWhyAColumnCannotBePredicted() throws Exception {
    Path shop = shop();
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class, () -> PipelineDraft.ofCsv(shop, Optional.of("prise")));
    assertTrue(
        e.getMessage().startsWith("no column 'prise'; did you mean 'price'?"), e.getMessage());
    e =
        assertThrows(
            ConfigurationException.class, () -> PipelineDraft.ofCsv(shop, Optional.of("currency")));
    assertEquals(
        "column 'currency' cannot be predicted: it has less than two values", e.getMessage());
  }

  @Test
  void shouldSayWhyNoColumnIsLeft() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("few.csv"), "a;b;c\n1;;no\n2;;no\n3;;yes\n4;;no\n5;;yes\n");
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class, () -> PipelineDraft.ofCsv(file, Optional.of("c")));
    assertEquals(
        "no column is left to learn from beside 'c'; 'a': nearly every row has another value; 'b':"
            + " it is empty",
        e.getMessage());
  }

  @Test
  void shouldQuoteWhatYamlWouldMisread() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("odd.csv"),
            "no,a: b,#c,\"d\"\"e\",true,ü,y\n1,2,3,4,5,6,a\n2,3,4,5,6,8,b\n2,1,5,6,8,9,a\n");
    assertEquals(3, run(PipelineDraft.ofCsv(file, Optional.empty())).rows());
  }
}

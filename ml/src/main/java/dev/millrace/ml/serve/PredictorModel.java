package dev.millrace.ml.serve;

import dev.millrace.ml.Classifier;
import dev.millrace.ml.Clusterer;
import dev.millrace.ml.LearnerException;
import dev.millrace.ml.Model;
import dev.millrace.ml.ProbabilisticClassifier;
import dev.millrace.ml.Regressor;
import dev.millrace.ml.instance.DenseBlock;
import dev.millrace.ml.instance.FeatureExtractor;
import dev.millrace.ml.instance.InstanceBlock;
import dev.millrace.ml.instance.InstanceBlockBuilder;
import dev.millrace.ml.instance.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Serves what a {@link Predictor} sees: the newest committed model of a running pipeline, or one
 * loaded from a checkpoint.
 *
 * <pre>{@code
 * ServedModel byFeature = PredictorModel.of(stream.predictor("champion"));
 * ServedModel byColumn =
 *     PredictorModel.of(stream.predictor("champion"), RowReader.ofRecord(Payment.class));
 * }</pre>
 */
public final class PredictorModel implements ServedModel {
  /** Writes rows by name, for one version of a model. */
  private interface Rows {
    List<InputColumn> columns(Predictor.Version<?> version);

    /** Writes one row; gives the first number that is missing, or nothing. */
    String write(Predictor.Version<?> version, Map<String, Object> row, InstanceBlockBuilder out)
        throws Exception;
  }

  private final String name;
  private final Supplier<? extends Predictor.Version<?>> source;
  private final Rows reader;
  private final VersionArchive archive;

  private PredictorModel(
      String name,
      Supplier<? extends Predictor.Version<?>> source,
      Rows reader,
      VersionArchive archive) {
    this.name = name;
    this.source = source;
    this.reader = reader;
    this.archive = archive;
  }

  /** Takes rows by the names of the features. */
  public static PredictorModel of(Predictor<?> predictor) {
    return new PredictorModel(
        predictor.name(), predictor::current, new ByFeature(), VersionArchive.NONE);
  }

  /**
   * Takes rows by the columns of the pipeline's own rows, and computes the features as the pipeline
   * does: model and extractor are of the same commit.
   *
   * @param reader makes the rows of the pipeline that the predictor is of
   * @throws IllegalArgumentException if the predictor has no extractor
   */
  public static PredictorModel of(Predictor<?> predictor, RowReader<?> reader) {
    if (predictor.current().extractor().isEmpty()) {
      throw new IllegalArgumentException(
          "predictor '" + predictor.name() + "' knows no more than the features of its rows");
    }
    return new PredictorModel(
        predictor.name(), predictor::current, new ByColumn<>(reader), VersionArchive.NONE);
  }

  /**
   * The same model, with older versions beside it. Where rows are taken by column, one that has no
   * extractor of its own takes the newest.
   */
  public PredictorModel withArchive(VersionArchive older) {
    return new PredictorModel(name, source, reader, older);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long currentVersion() {
    return source.get().version();
  }

  @Override
  public List<Long> versions() {
    SortedSet<Long> versions = new TreeSet<>(archive.versions());
    versions.add(currentVersion());
    return List.copyOf(versions);
  }

  @Override
  public Optional<ServedModel> version(long version) {
    Predictor.Version<?> now = source.get();
    Optional<? extends Predictor.Version<?>> found =
        now.version() == version ? Optional.of(now) : archive.version(version);
    return found
        .<Predictor.Version<?>>map(
            kept -> kept.extractor().isPresent() ? kept : with(kept, now.extractor()))
        .map(whole -> new PredictorModel(name, () -> whole, reader, archive));
  }

  private static <M extends Model> Predictor.Version<M> with(
      Predictor.Version<M> version, Optional<FeatureExtractor<?>> extractor) {
    return new Predictor.Version<>(
        version.model(), version.version(), version.schema(), version.threshold(), extractor);
  }

  @Override
  public ServedModel pinned() {
    Predictor.Version<?> now = source.get();
    return new PredictorModel(name, () -> now, reader, archive);
  }

  @Override
  public Schema schema() {
    return source.get().schema();
  }

  @Override
  public List<String> outputs() {
    Predictor.Version<?> now = source.get();
    return outputs(now.model(), now.schema());
  }

  @Override
  public List<InputColumn> inputs() {
    return reader.columns(source.get());
  }

  @Override
  public boolean inputsAreFeatures() {
    return reader instanceof ByFeature;
  }

  @Override
  public Answers predict(double[] rows, int count) {
    Predictor.Version<?> now = source.get();
    int width = now.schema().width();
    if (rows.length != (long) count * width) {
      throw new RequestException(
          "expected " + count + " rows of " + width + " features, got " + rows.length + " numbers");
    }
    for (int i = 0; i < rows.length; i++) {
      if (!Double.isFinite(rows[i])) {
        throw new RequestException(
            "row "
                + i / width
                + ": feature '"
                + now.schema().features().get(i % width)
                + "' is "
                + rows[i]);
      }
    }
    double[] none = new double[count];
    Arrays.fill(none, Double.NaN);
    return answer(now, new DenseBlock(count, width, rows, none, none));
  }

  @Override
  public Answers predictRows(List<Map<String, Object>> rows) {
    Predictor.Version<?> now = source.get();
    InstanceBlockBuilder builder = new InstanceBlockBuilder(now.schema());
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      try {
        missing.add(reader.write(now, rows.get(i), builder));
      } catch (RequestException e) {
        throw new RequestException("row " + i + ": " + e.getMessage());
      } catch (Exception e) {
        throw new RequestException("row " + i + ": the features cannot be computed: " + e);
      }
      if (!builder.endRow()) {
        throw new RequestException("row " + i + ": " + builder.reason());
      }
    }
    Answers answers = answer(now, builder.block());
    int outputs = answers.names().size();
    for (int i = 0; i < answers.values().length; i++) {
      if (Double.isNaN(answers.values()[i]) && !missing.get(i / outputs).isEmpty()) {
        throw new RequestException(
            "row " + i / outputs + ": " + Values.missing(missing.get(i / outputs)).getMessage());
      }
    }
    return answers;
  }

  private static Answers answer(Predictor.Version<?> now, InstanceBlock block) {
    Model model = now.model();
    int outputs = model.outputs();
    double[] values = new double[block.rows() * outputs];
    model.predict(block, values);
    if (model instanceof Clusterer) {
      for (int row = 0; row < block.rows(); row++) {
        values[row * outputs + 1] = Math.sqrt(values[row * outputs + 1]);
      }
    }
    List<String> classes = new ArrayList<>();
    if (model instanceof Classifier classifier) {
      for (int row = 0; row < block.rows(); row++) {
        int decided =
            classifier.classes() == 2
                ? values[row] > now.threshold() ? 1 : 0
                : Classifier.decide(values, row * outputs, classifier.classes());
        classes.add(now.schema().classes().get(decided));
      }
    }
    return new Answers(now.version(), outputs(model, now.schema()), values, classes);
  }

  private static List<String> outputs(Model model, Schema schema) {
    if (model instanceof Classifier classifier) {
      String what = model instanceof ProbabilisticClassifier ? "probability" : "score";
      return classifier.classes() == 2
          ? List.of(what)
          : schema.classes().stream().map(c -> what + "[" + c + "]").toList();
    }
    if (model instanceof Clusterer) {
      return List.of("cluster", "distance");
    }
    if (model instanceof Regressor) {
      return List.of("value");
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < model.outputs(); i++) {
      names.add("output" + i);
    }
    return names;
  }

  /** Knows the features only. */
  private static final class ByFeature implements Rows {
    private record Known(Schema schema, NamedFeatures features) {}

    private volatile Known known;

    @Override
    public List<InputColumn> columns(Predictor.Version<?> version) {
      return features(version.schema()).columns(!copesWithMissing(version));
    }

    /** Whether the model has an answer to a row of which nothing is known. */
    private static boolean copesWithMissing(Predictor.Version<?> version) {
      double[] nothing = new double[version.schema().width()];
      Arrays.fill(nothing, Double.NaN);
      double[] out = new double[version.model().outputs()];
      try {
        version.model().predict(nothing, 0, out);
      } catch (LearnerException e) {
        return false;
      }
      return Arrays.stream(out).noneMatch(Double::isNaN);
    }

    @Override
    public String write(
        Predictor.Version<?> version, Map<String, Object> row, InstanceBlockBuilder out) {
      return features(version.schema()).write(row, out);
    }

    private NamedFeatures features(Schema schema) {
      Known now = known;
      if (now == null || !now.schema().equals(schema)) {
        now = new Known(schema, new NamedFeatures(schema));
        known = now;
      }
      return now.features();
    }
  }

  /** Computes the features of the pipeline's own rows. */
  private record ByColumn<T>(RowReader<T> reader) implements Rows {
    @Override
    public List<InputColumn> columns(Predictor.Version<?> version) {
      return reader.columns();
    }

    @Override
    @SuppressWarnings("unchecked") // the reader was given for the rows of this very predictor
    public String write(
        Predictor.Version<?> version, Map<String, Object> row, InstanceBlockBuilder out)
        throws Exception {
      FeatureExtractor<T> extractor = (FeatureExtractor<T>) version.extractor().orElseThrow();
      extractor.extract(reader.read(row), out);
      return "";
    }
  }
}

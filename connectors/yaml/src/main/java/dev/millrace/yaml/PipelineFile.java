package dev.millrace.yaml;

import dev.millrace.core.Backpressure;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.DegradePolicy;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.engine.EngineProvider;
import dev.millrace.yaml.document.Document;
import dev.millrace.yaml.document.DocumentException;
import dev.millrace.yaml.document.JsonSchema;
import dev.millrace.yaml.document.WrongKeyException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A pipeline that a file of YAML or JSON declares. Immutable.
 *
 * <pre>{@code
 * PipelineFile file = PipelineFile.read(Path.of("pipeline.yaml")).with("trigger", "availableNow");
 * try (StreamingContext context = StreamingContext.create(file.config())) {
 *   DeclaredPipeline pipeline = file.describe(context);
 *   context.start();
 *   context.awaitTermination();
 *   System.out.println(pipeline.learning().orElseThrow().report());
 * }
 * }</pre>
 *
 * <p>Relative paths in a file are relative to the working directory of the process. What a file may
 * hold is told by {@link #schema}. Mistakes are told by a {@link DocumentException}, with file,
 * line and column: those of form all at once when the file is read, those of meaning, as a column
 * that is not there, one at a time by {@link #describe}.
 */
public final class PipelineFile {
  private final Document document;
  private final PipelineSpec spec;

  private PipelineFile(Document document) {
    this.document = document;
    this.spec = document.bind(PipelineSpec.class, Extensions.all());
  }

  /**
   * Reads a file.
   *
   * @throws DocumentException with all mistakes of form
   * @throws IOException if it cannot be read
   */
  public static PipelineFile read(Path file) throws IOException {
    return new PipelineFile(Document.read(file));
  }

  /** Reads a file that is to be changed before it is taken for a pipeline. */
  public static PipelineFile of(Document document) {
    return new PipelineFile(document);
  }

  /** The JSON Schema of such files, with the kinds that artifacts on the class path add. */
  public static String schema() {
    return JsonSchema.of(PipelineSpec.class, Extensions.all(), "Millrace pipeline");
  }

  /** The schema that is shipped: without what artifacts add. */
  static String shippedSchema() {
    return JsonSchema.of(PipelineSpec.class, Extensions.builtIn(), "Millrace pipeline");
  }

  /**
   * With another value.
   *
   * @param path keys with dots between: {@code checkpoint.path}
   * @param value as it would be written in the file
   */
  public PipelineFile with(String path, String value) {
    return new PipelineFile(document.with(path, path, value));
  }

  /** The pipeline's name. */
  public String name() {
    return spec.name();
  }

  /** The name of the engine: {@code local}, or one that is on the class path. */
  public String engine() {
    return spec.engine().name();
  }

  /** What the file says to the engine. */
  public Map<String, String> engineOptions() {
    return spec.engine().options();
  }

  /**
   * The settings that the file says.
   *
   * @throws DocumentException if they do not go together
   */
  public StreamingConfig config() {
    StreamingConfig config = at("name", () -> StreamingConfig.named(spec.name()));
    config = config.withTrigger(spec.trigger().trigger()).withPartitions(spec.partitions());
    if (spec.threads().isPresent()) {
      config = config.withThreads(spec.threads().get());
    }
    StreamingConfig plain = config;
    StreamingConfig cut =
        at("batch", () -> spec.batch().map(batch -> batched(plain, batch)).orElse(plain));
    StreamingConfig kept =
        at(
            "checkpoint",
            () -> spec.checkpoint().map(checkpoint -> checkpointed(cut, checkpoint)).orElse(cut));
    PipelineSpec.EngineSpec engine = spec.engine();
    return engine.name().equals("local")
        ? kept
        : at(
            "engine", () -> kept.withEngine(EngineProvider.named(engine.name(), engine.options())));
  }

  private static StreamingConfig batched(StreamingConfig config, PipelineSpec.BatchSpec batch) {
    StreamingConfig cut = config;
    if (batch.maxRecords().isPresent()) {
      cut = cut.withMaxBatchRecords(batch.maxRecords().get());
    }
    if (batch.maxBytes().isPresent()) {
      cut = cut.withMaxBatchBytes(batch.maxBytes().get().bytes());
    }
    if (batch.deadline().isPresent()) {
      cut = cut.withBatchDeadline(batch.deadline().get());
    }
    if (batch.backpressure().isPresent()) {
      PipelineSpec.BackpressureSpec pressure = batch.backpressure().get();
      cut =
          cut.withBackpressure(
              Backpressure.defaults()
                  .withMinRate(pressure.minRate())
                  .withInitialBatchRecords(pressure.firstRecords()));
    }
    if (batch.degrade().isPresent()) {
      PipelineSpec.DegradeSpec degrade = batch.degrade().get();
      DegradePolicy policy =
          DegradePolicy.whenLate(degrade.whenLate()).orBehind(degrade.orBehind());
      cut = cut.withDegrade(degrade.until().map(policy::untilBelow).orElse(policy));
    }
    return cut;
  }

  private static StreamingConfig checkpointed(
      StreamingConfig config, PipelineSpec.CheckpointSpec checkpoint) {
    StreamingConfig kept =
        config.withCheckpoint(checkpoint.storage()).withRetainCheckpoints(checkpoint.retain());
    return checkpoint.every().map(every -> kept.withCheckpointPolicy(every.policy())).orElse(kept);
  }

  /**
   * Adds sources, learners, outputs and alerts to a pipeline, which must not have been started.
   *
   * @throws DocumentException naming the place of what cannot be meant
   */
  public DeclaredPipeline describe(StreamingContext context) {
    return new PipelineBuilder(document, spec, context).build();
  }

  private <R> R at(String path, Supplier<R> made) {
    return located(document, path, made);
  }

  /** What is made, or what was wrong, with the place of a path put before it. */
  static <R> R located(Document document, String path, Supplier<R> made) {
    try {
      return made.get();
    } catch (DocumentException e) {
      throw e;
    } catch (WrongKeyException e) {
      throw document.mistake(path + "." + e.key(), e.getMessage(), e);
    } catch (ConfigurationException | IllegalArgumentException e) {
      throw document.mistake(path, String.valueOf(e.getMessage()), e);
    }
  }

  /** For tests: other variables than those of the process. */
  static PipelineFile of(String name, String text, Function<String, String> environment) {
    return new PipelineFile(Document.of(name, text).withEnvironment(environment));
  }
}

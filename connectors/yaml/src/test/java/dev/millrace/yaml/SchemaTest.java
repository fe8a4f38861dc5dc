package dev.millrace.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.checkpoint.CheckpointPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema that editors read says what the reader takes. */
class SchemaTest {
  private static final Path SHIPPED =
      Path.of("src/main/resources/dev/millrace/yaml/pipeline.schema.json");

  private final JsonSchema schema =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(PipelineFile.shippedSchema());

  private Set<ValidationMessage> validate(String yaml) {
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return schema.validate(new ObjectMapper().<JsonNode>valueToTree(tree));
  }

  /** With {@code -Dschema.write} the file is written anew. */
  @Test
  void shouldShipWhatTheRecordsSay() throws IOException {
    if (System.getProperty("schema.write") != null) {
      Files.writeString(SHIPPED, PipelineFile.shippedSchema());
    }
    assertEquals(PipelineFile.shippedSchema(), Files.readString(SHIPPED));
  }

  @Test
  void shouldTakeWhatTheReaderTakes() throws IOException {
    for (String file :
        new String[] {"trips.yaml", "payments.yaml", "chargebacks.yaml", "everything.yaml"}) {
      Path path = Path.of("src/test/resources", file);
      assertEquals(Set.of(), validate(Files.readString(path)), file);
    }
  }

  /** Every key is taken for what it says, and everything goes together; nothing is started. */
  @Test
  void shouldDescribeWhatHasEveryKey() throws IOException {
    String text = Files.readString(Path.of("src/test/resources/everything.yaml"));
    PipelineFile file = PipelineFile.of("everything.yaml", text, name -> "secret-of-the-test");
    StreamingConfig config = file.config();
    assertEquals(1_000, config.maxBatchRecords());
    assertEquals(Optional.of(Duration.ofMinutes(1)), config.batchDeadline());
    assertEquals(CheckpointPolicy.everyBatches(10), config.checkpointPolicy());
    try (StreamingContext context = StreamingContext.create(config)) {
      DeclaredPipeline pipeline = file.describe(context);
      assertEquals(
          List.of("majority", "logistic"),
          List.copyOf(pipeline.learning().orElseThrow().predictors().keySet()));
      assertEquals(4, pipeline.alerts().size());
      assertEquals("majority", pipeline.models().get(0).name());
      assertEquals(0, pipeline.server().orElseThrow().port());
      assertEquals(Optional.of(Duration.ofMinutes(5)), pipeline.readyWithin());
      assertTrue(pipeline.hasMetrics() && pipeline.drifts().isPresent());
    }
  }

  @Test
  void shouldRefuseWhatTheReaderRefusesForItsForm() throws IOException {
    String good = Files.readString(Path.of("src/test/resources/trips.yaml"));
    assertFalse(validate(good.replace("learners:", "lerners:")).isEmpty());
    assertFalse(validate(good.replace("type: csv", "type: cvs")).isEmpty());
    assertFalse(validate(good.replace("name: trips\n", "")).isEmpty());
    assertFalse(validate(good.replace("availableNow", "now")).isEmpty());
    assertFalse(validate(good.replace("limit: 60", "limit: many")).isEmpty());
  }

  /** So that a cursor over any key shows a sentence. */
  @Test
  void shouldDescribeEveryKey() throws IOException {
    JsonNode root = new ObjectMapper().readTree(PipelineFile.shippedSchema());
    for (JsonNode properties : root.findValues("properties")) {
      properties
          .properties()
          .forEach(
              key ->
                  assertTrue(
                      key.getValue().has("const") || key.getValue().has("description"),
                      key.getKey() + " in " + properties));
    }
  }
}

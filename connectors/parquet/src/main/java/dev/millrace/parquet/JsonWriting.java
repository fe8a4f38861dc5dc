package dev.millrace.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ConfigurationException;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * JSON objects, by a schema in Parquet's words: times as ISO text. Properties that the schema lacks
 * are left out.
 */
record JsonWriting(String text) implements RowWriting<JsonNode> {
  JsonWriting {
    try {
      JsonColumns.of(MessageTypeParser.parseMessageType(text));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "the schema cannot be read: " + e.getMessage() + "; expected message name { … }", e);
    }
  }

  @Override
  public MessageType schema() {
    return MessageTypeParser.parseMessageType(text);
  }

  @Override
  public Writer<JsonNode> writer() {
    return JsonColumns.of(schema())::writeFields;
  }
}

package dev.millrace.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** How JSON is read and written here: as a stream of tokens, never as a tree. */
final class Json {
  /** The deepest that a request of any use is nested, and then some. */
  static final int MAX_DEPTH = 32;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(64)
                  .maxNameLength(1_024)
                  .maxStringLength(1 << 16)
                  .build())
          // NaN and Infinity are let in as tokens, so that the refusal can say where they stand.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build();

  static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private Json() {}

  /** Reads a document; the parser stands before its first token. */
  interface Reading<T> {
    T read(JsonParser json) throws IOException;
  }

  /**
   * Reads the first {@code length} bytes of a body.
   *
   * @throws RefusedException if they are not JSON, saying where
   */
  static <T> T read(byte[] body, int length, Reading<T> reading) {
    try (JsonParser json = FACTORY.createParser(body, 0, length)) {
      return reading.read(json);
    } catch (StreamConstraintsException e) {
      throw RefusedException.badRequest("the body is beyond the limits: " + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw RefusedException.badRequest(
          "the body is not JSON: "
              + e.getOriginalMessage()
              + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
    } catch (IOException e) {
      throw RefusedException.badRequest("the body is not JSON in UTF-8: " + e.getMessage());
    }
  }

  /** Refuses whatever stands behind the document. */
  static void expectEnd(JsonParser json) throws IOException {
    if (json.nextToken() != null) {
      throw RefusedException.badRequest(
          "the body goes on after its end, at line " + json.currentTokenLocation().getLineNr());
    }
  }

  /** The text that the parser stands at. */
  static String text(JsonParser json, JsonToken token, String what) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      throw RefusedException.badRequest(what + " must be a text");
    }
    return json.getText();
  }

  static void skipObject(JsonParser json, JsonToken token, String what) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      throw RefusedException.badRequest(what + " must be an object");
    }
    json.skipChildren();
  }

  /** Writes a document. */
  interface Document {
    void write(JsonGenerator out) throws IOException;
  }

  static ByteBuffer write(Document document) {
    ByteArrayBuilder bytes = new ByteArrayBuilder();
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      document.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /** The body of every error, as the Open Inference Protocol has it. */
  static ByteBuffer error(String message) {
    return write(
        out -> {
          out.writeStartObject();
          out.writeStringField("error", message);
          out.writeEndObject();
        });
  }
}

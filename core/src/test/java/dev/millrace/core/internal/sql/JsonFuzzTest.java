package dev.millrace.core.internal.sql;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlType;
import dev.millrace.core.testing.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** JSON objects that are to become rows, damaged. */
class JsonFuzzTest {
  private static final Path CORPORA = Path.of("src/test/resources/fuzz");

  @Test
  void shouldReadRowsOfAnyTextOrRefuseIt() {
    JsonReader reader =
        new JsonReader(
            List.of(
                new SqlColumn("flag", SqlType.BOOLEAN),
                new SqlColumn("small", SqlType.INTEGER),
                new SqlColumn("whole", SqlType.BIGINT),
                new SqlColumn("number", SqlType.DOUBLE),
                new SqlColumn("exact", SqlType.DECIMAL),
                new SqlColumn("text", SqlType.TEXT),
                new SqlColumn("at", SqlType.TIMESTAMP),
                new SqlColumn("day", SqlType.DATE)));
    String row =
        "{\"flag\":true,\"small\":7,\"whole\":-1,\"number\":1.5,\"exact\":0.10,"
            + "\"text\":{\"a\":[1,null]},\"at\":\"2026-01-02T03:04:05Z\",\"day\":\"2026-01-02\"}";
    Fuzz.Result result =
        Fuzz.of(
                "sql-json",
                input -> reader.read(new String(input, StandardCharsets.UTF_8)),
                List.of(row.getBytes(StandardCharsets.UTF_8)))
            .withTokens("{", "[", "\"", "null", "\"text\":", "\\ud800", "1e999999999", "/*")
            .withRefusal(IOException.class)
            .run(CORPORA);
    assertTrue(result.read() > 0 && result.refused() > 0, result.toString());
  }
}

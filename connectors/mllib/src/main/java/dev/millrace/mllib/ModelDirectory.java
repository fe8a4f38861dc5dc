package dev.millrace.mllib;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Writes models as MLlib saves them: {@code metadata}, one line of JSON, and {@code data}, a table
 * in Parquet. What is written here, MLlib has read since version 3.0.
 */
final class ModelDirectory {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession session;
  private final String path;

  /**
   * @param path of a directory that is not there yet
   */
  ModelDirectory(SparkSession session, String path) {
    this.session = session;
    this.path = path;
  }

  /**
   * @param type what reads it
   * @param parameters that are set
   */
  void write(Class<?> type, Map<String, Object> parameters, StructType schema, List<Row> rows) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("class", type.getName());
    metadata.put("timestamp", System.currentTimeMillis());
    metadata.put("sparkVersion", session.version());
    metadata.put("uid", "millrace_" + UUID.randomUUID().toString().replace("-", ""));
    metadata.put("paramMap", parameters);
    metadata.put("defaultParamMap", Map.of());
    session
        .createDataset(List.of(json(metadata)), Encoders.STRING())
        .coalesce(1)
        .write()
        .text(path + "/metadata");
    session.createDataFrame(rows, schema).coalesce(1).write().parquet(path + "/data");
  }

  private static String json(Map<String, Object> metadata) {
    try {
      return JSON.writeValueAsString(metadata);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

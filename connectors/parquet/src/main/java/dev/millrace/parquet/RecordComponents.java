package dev.millrace.parquet;

import dev.millrace.core.ConfigurationException;
import java.lang.reflect.RecordComponent;

/** The components of records; a column of none cannot be. */
final class RecordComponents {
  private RecordComponents() {}

  /**
   * @throws ConfigurationException when the type is no record, or one without components
   */
  static RecordComponent[] of(Class<?> type) {
    if (!type.isRecord() || type.getRecordComponents().length == 0) {
      throw new ConfigurationException(
          type.getName() + " is no record with components; give it one per column");
    }
    return type.getRecordComponents();
  }
}

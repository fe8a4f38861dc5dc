package dev.millrace.parquet;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;

/** What the values of a column are in Java. */
enum ValueKind {
  BOOLEAN(Boolean.class),
  INT(Integer.class),
  LONG(Long.class),
  FLOAT(Float.class),
  DOUBLE(Double.class),
  TEXT(String.class),
  BYTES(byte[].class),
  DECIMAL(BigDecimal.class),
  INSTANT(Instant.class),
  DATE_TIME(LocalDateTime.class),
  DATE(LocalDate.class),
  TIME(LocalTime.class),
  UUID_VALUE(UUID.class);

  private final Class<?> type;

  ValueKind(Class<?> type) {
    this.type = type;
  }

  Class<?> type() {
    return type;
  }
}

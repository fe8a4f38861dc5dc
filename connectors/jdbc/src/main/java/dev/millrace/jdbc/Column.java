package dev.millrace.jdbc;

import java.sql.Types;
import java.util.Locale;

/**
 * A column of a table.
 *
 * @param type of {@link Types}
 * @param typeName as the database calls it
 */
record Column(String name, int type, String typeName) {
  boolean isZoned() {
    String lower = typeName.toLowerCase(Locale.ROOT);
    return type == Types.TIMESTAMP_WITH_TIMEZONE
        || lower.equals("timestamptz")
        || lower.contains("with time zone");
  }

  boolean isUuid() {
    return typeName.equalsIgnoreCase("uuid");
  }

  boolean isText() {
    return switch (type) {
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          true;
      default -> false;
    };
  }

  boolean isWhole() {
    return switch (type) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
      default -> false;
    };
  }

  boolean isDecimal() {
    return type == Types.NUMERIC || type == Types.DECIMAL;
  }

  boolean isTime() {
    return type == Types.TIMESTAMP || isZoned();
  }

  boolean isReal() {
    return type == Types.REAL || type == Types.FLOAT || type == Types.DOUBLE;
  }

  boolean isBoolean() {
    return type == Types.BOOLEAN || type == Types.BIT;
  }
}

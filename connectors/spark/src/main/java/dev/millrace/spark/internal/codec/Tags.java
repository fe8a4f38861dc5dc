package dev.millrace.spark.internal.codec;

/** What stands before a value in a block. */
final class Tags {
  static final int NULL = 0;
  static final int TRUE = 1;
  static final int FALSE = 2;
  static final int BYTE = 3;
  static final int SHORT = 4;
  static final int CHAR = 5;
  static final int INT = 6;
  static final int LONG = 7;
  static final int FLOAT = 8;
  static final int DOUBLE = 9;
  static final int STRING = 10;
  static final int ENUM = 11;
  static final int RECORD = 12;
  static final int LIST = 13;
  static final int HASH_SET = 14;
  static final int LINKED_SET = 15;
  static final int TREE_SET = 16;
  static final int HASH_MAP = 17;
  static final int LINKED_MAP = 18;
  static final int TREE_MAP = 19;
  static final int NOTHING = 20;
  static final int PRESENT = 21;
  static final int INSTANT = 22;
  static final int DURATION = 23;
  static final int ROW = 24;
  static final int BYTES = 25;
  static final int SHORTS = 26;
  static final int CHARS = 27;
  static final int INTS = 28;
  static final int LONGS = 29;
  static final int FLOATS = 30;
  static final int DOUBLES = 31;
  static final int BOOLEANS = 32;
  static final int OBJECTS = 33;
  static final int OTHER = 34;

  private Tags() {}
}

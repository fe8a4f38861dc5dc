package dev.millrace.file;

/** What a part of a web log's line says; the names are for messages. */
enum WebLogField {
  HOST(0, "the host"),
  IDENTITY(1, "the identity"),
  USER(2, "the user"),
  TIME(3, "the time"),
  REQUEST(4, "the request"),
  METHOD(5, "the method"),
  PATH(6, "the path"),
  QUERY(7, "the query"),
  PROTOCOL(8, "the protocol"),
  STATUS(9, "the status"),
  BYTES(10, "the number of bytes"),
  REFERRER(11, "the referrer"),
  USER_AGENT(12, "the user agent"),
  SECONDS(13, "the seconds"),
  MILLISECONDS(14, "the milliseconds"),
  MICROSECONDS(15, "the microseconds"),
  /** What an entry has no place for. */
  OTHER(16, "the next field");

  /** How many slots there are. */
  static final int SLOTS = 17;

  private final int slot;
  private final String text;

  WebLogField(int slot, String text) {
    this.slot = slot;
    this.text = text;
  }

  /** Where it stands in arrays. */
  int slot() {
    return slot;
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;

/** A text. */
final class TextField implements FieldReader {
  private static final int REMEMBERED = 512;

  private final TextTable texts = new TextTable(REMEMBERED);

  @Override
  public void read(byte[] bytes, int from, int to, FieldBuffer out, int slot)
      throws BadRecordException {
    out.objects[slot] = texts.text(bytes, from, to);
  }
}

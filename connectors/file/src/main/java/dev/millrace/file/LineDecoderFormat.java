package dev.millrace.file;

import dev.millrace.core.format.BadRecordException;

/**
 * Lines that a decoder of the user's takes.
 *
 * @param comment what opens a line that is no record; 0 for nothing
 */
record LineDecoderFormat<T>(LineDecoder<T> lines, char comment) implements Format<T> {
  @Override
  public RecordScanner scanner(int maxRecordBytes) {
    return comment == 0
        ? RecordScanner.filledLines(maxRecordBytes)
        : RecordScanner.uncommentedLines(maxRecordBytes, comment);
  }

  @Override
  public HeaderKind header() {
    return HeaderKind.NONE;
  }

  @Override
  public FileDecoding<T> decoding(String file, byte[] header) {
    return () -> this::decode;
  }

  private T decode(byte[] bytes, int from, int to) throws BadRecordException {
    try {
      return lines.decode(bytes, from, to);
    } catch (BadRecordException e) {
      throw e;
    } catch (Exception e) {
      throw new BadRecordException("the line cannot be decoded: " + e);
    }
  }
}

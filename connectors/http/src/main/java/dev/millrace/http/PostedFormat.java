package dev.millrace.http;

import java.util.List;

/** What bodies hold, and by which media types they say so. */
enum PostedFormat {
  JSON("application/json", "application/x-ndjson") {
    @Override
    List<PostedRows.Slice> rows(String mediaType, byte[] body, int length, int maxRows) {
      return mediaType.equals(mediaTypes().get(0))
          ? PostedRows.ofJson(body, length, maxRows)
          : PostedRows.ofLines(body, length, maxRows);
    }
  },
  LINES("text/csv", "text/plain") {
    @Override
    List<PostedRows.Slice> rows(String mediaType, byte[] body, int length, int maxRows) {
      return PostedRows.ofText(body, length, maxRows);
    }
  };

  private final String usual;
  private final String other;

  PostedFormat(String usual, String other) {
    this.usual = usual;
    this.other = other;
  }

  List<String> mediaTypes() {
    return List.of(usual, other);
  }

  /** Finds the rows in a body of one of the media types. */
  abstract List<PostedRows.Slice> rows(String mediaType, byte[] body, int length, int maxRows);
}

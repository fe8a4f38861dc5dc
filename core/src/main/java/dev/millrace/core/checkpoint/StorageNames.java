package dev.millrace.core.checkpoint;

/** What files of a {@link Storage} may be called, so that every place takes every name. */
final class StorageNames {
  private static final int LONGEST = 200;

  private StorageNames() {}

  static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST
        && !name.equals("lock")
        && name.chars().allMatch(StorageNames::isValid);
  }

  private static boolean isValid(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}

package dev.millrace.flume;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** The ids of the newest events, so many of them. Used under a lock. */
final class KnownIds {
  private final int most;
  private final Set<String> ids = new LinkedHashSet<>();

  KnownIds(int most) {
    this.most = most;
  }

  boolean contains(String id) {
    return ids.contains(id);
  }

  void add(String id) {
    ids.add(id);
    if (ids.size() > most) {
      Iterator<String> oldest = ids.iterator();
      oldest.next();
      oldest.remove();
    }
  }
}

package dev.millrace.file;

import dev.millrace.core.checkpoint.Storage.Content;
import dev.millrace.core.file.FileTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** An object store within this JVM, {@code memory://bucket/prefix}: there are no folders in it. */
public final class MemoryFiles implements FileTree.Provider {
  private static final String SCHEME = "memory";
  private static final NavigableMap<String, Stored> OBJECTS = new ConcurrentSkipListMap<>();
  private static final AtomicLong VERSIONS = new AtomicLong();
  private static final AtomicLong PLACES = new AtomicLong();

  @SuppressWarnings("ArrayRecordComponent")
  private record Stored(byte[] bytes, long version) {}

  /** A prefix under which there is nothing yet. */
  static URI newPlace() {
    return URI.create(SCHEME + "://bucket/place-" + PLACES.incrementAndGet());
  }

  @Override
  public boolean opens(String scheme) {
    return scheme.equals(SCHEME);
  }

  @Override
  public FileTree open(URI uri) {
    return new Tree(uri);
  }

  private record Tree(URI uri) implements FileTree {
    private String key(String name) {
      return name.isEmpty() ? uri.toString() : uri + "/" + FileTree.requireName(name);
    }

    private Stored stored(String name) throws IOException {
      Stored stored = OBJECTS.get(key(name));
      if (stored == null) {
        throw new NoSuchFileException(key(name));
      }
      return stored;
    }

    @Override
    public boolean exists(String name) {
      String next = OBJECTS.ceilingKey(key(name) + "/");
      return OBJECTS.containsKey(key(name)) || (next != null && next.startsWith(key(name) + "/"));
    }

    @Override
    public List<Entry> list(String folder) throws IOException {
      int start = folder.isEmpty() ? 0 : folder.length() + 1;
      return walk(folder).stream()
          .filter(file -> file.name().length() < start || file.name().indexOf('/', start) < 0)
          .toList();
    }

    @Override
    public List<Entry> walk(String folder) throws IOException {
      if (OBJECTS.containsKey(key(folder))) {
        return List.of(entry(folder));
      }
      String prefix = key(folder) + "/";
      return OBJECTS.tailMap(prefix, true).entrySet().stream()
          .takeWhile(object -> object.getKey().startsWith(prefix))
          .map(object -> entry(object.getKey().substring(key("").length() + 1), object.getValue()))
          .toList();
    }

    private static Entry entry(String name, Stored stored) {
      return new Entry(
          name, stored.bytes().length, String.format(Locale.ROOT, "v%d", stored.version()));
    }

    @Override
    public Entry entry(String name) throws IOException {
      return entry(name, stored(name));
    }

    @Override
    public InputStream open(Entry file, long position) throws IOException {
      byte[] bytes = stored(file.name()).bytes();
      return new ByteArrayInputStream(bytes, (int) position, bytes.length);
    }

    @Override
    public void write(String name, Content content) throws IOException {
      FileTree.requireName(name);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      content.writeTo(out);
      OBJECTS.put(key(name), new Stored(out.toByteArray(), VERSIONS.incrementAndGet()));
    }

    @Override
    public void move(String from, String to) throws IOException {
      OBJECTS.put(key(to), stored(from));
      OBJECTS.remove(key(from));
    }

    @Override
    public void delete(String name) {
      OBJECTS.remove(key(FileTree.requireName(name)));
    }

    @Override
    public String toString() {
      return uri.toString();
    }
  }
}

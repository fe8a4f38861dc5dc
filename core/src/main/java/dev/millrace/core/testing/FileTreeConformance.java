package dev.millrace.core.testing;

import dev.millrace.core.file.FileTree;
import dev.millrace.core.file.FileTree.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Checks that a place for files keeps the contract of {@link FileTree}, as far as that shows
 * without cutting the power.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> files() {
 *   return FileTreeConformance.checks(() -> FileTree.at(newPlace())).stream()
 *       .map(c -> dynamicTest(c.name(), c::run));
 * }
 * }</pre>
 */
public final class FileTreeConformance {
  private static final int LARGE = 6 << 20;
  private static final int PIECE = 1 << 16;
  private static final List<String> BAD_NAMES = List.of("", "/a", "../a", "a/../b", "a//b", "a/");

  private final Supplier<? extends FileTree> places;

  private FileTreeConformance(Supplier<? extends FileTree> places) {
    this.places = places;
  }

  /**
   * @param places opens a new place for each check, in which there is nothing yet, and which {@link
   *     FileTree#at} can open too
   */
  public static List<Check> checks(Supplier<? extends FileTree> places) {
    FileTreeConformance suite = new FileTreeConformance(places);
    return List.of(
        suite.check("a new place holds nothing", suite::holdsNothing),
        suite.check("a file is read as it was written, from any position", suite::reads),
        suite.check("folders are listed, and all beneath them", suite::lists),
        suite.check("names of all kinds are kept", suite::keepsNames),
        suite.check("a file is replaced, and says so", suite::replaces),
        suite.check("content that fails leaves what there was", suite::leavesNothingOfAFailure),
        suite.check("a file is moved, over another too", suite::moves),
        suite.check("a file is deleted, and an empty folder", suite::deletes),
        suite.check("what is not there is said so", suite::saysWhatIsMissing),
        suite.check("names that lead elsewhere are refused", suite::refusesNames),
        suite.check("a tree may be a single file", suite::opensAFile),
        suite.check("its URI opens the same place", suite::opensAgain));
  }

  private interface Body {
    void run(FileTree tree) throws Exception;
  }

  private Check check(String name, Body body) {
    return new Check(name, () -> body.run(places.get()));
  }

  private void holdsNothing(FileTree tree) throws IOException {
    Expect.that("nothing there", !tree.exists("") && !tree.exists("a"));
    Expect.equal("files", List.of(), tree.list(""));
    Expect.equal("files beneath", List.of(), tree.walk("a/b"));
  }

  private void reads(FileTree tree) throws IOException {
    for (int size : new int[] {0, 1, LARGE + 7}) {
      byte[] bytes = bytes(size);
      put(tree, "f", bytes);
      Entry file = tree.entry("f");
      Expect.equal("size", (long) size, file.size());
      Expect.equal("content", bytes, get(tree, file, 0));
      int from = size / 3;
      Expect.equal("content behind", Arrays.copyOfRange(bytes, from, size), get(tree, file, from));
      Expect.equal("content at the end", new byte[0], get(tree, file, size));
      try (InputStream in = tree.open(file, 0)) {
        Expect.equal("whether there is more", size > 0, in.available() > 0);
        in.readNBytes(Math.max(0, size - 1));
        Expect.equal("whether there is more", size > 0, in.available() > 0);
        in.readAllBytes();
        Expect.equal("available at the end", 0, in.available());
      }
    }
  }

  private void lists(FileTree tree) throws IOException {
    for (String name : List.of("b", "a", "c/d/e", "c/a", ".hidden/x", "Z")) {
      put(tree, name, bytes(3));
    }
    Expect.equal("files", List.of("Z", "a", "b"), names(tree.list("")));
    Expect.equal("a folder's", List.of("c/a"), names(tree.list("c")));
    Expect.equal("all", List.of(".hidden/x", "Z", "a", "b", "c/a", "c/d/e"), names(tree.walk("")));
    Expect.equal("beneath", List.of("c/a", "c/d/e"), names(tree.walk("c")));
    Expect.that("the folder", tree.exists("c"));
    for (Entry file : tree.walk("")) {
      Expect.equal("what is listed", tree.entry(file.name()), file);
    }
  }

  private void keepsNames(FileTree tree) throws IOException {
    for (String name : List.of("day=2024-05-01/part%20a.csv", "ä ö", "a+b#c?d", "~x")) {
      put(tree, name, text(name));
      Expect.equal("content", text(name), get(tree, tree.entry(name), 0));
      Expect.that(name + " among what is there", names(tree.walk("")).contains(name));
    }
  }

  private void replaces(FileTree tree) throws IOException {
    put(tree, "a", text("one"));
    Entry before = tree.entry("a");
    put(tree, "a", text("three"));
    Expect.equal("content", text("three"), get(tree, tree.entry("a"), 0));
    Expect.that("another tag", !before.tag().equals(tree.entry("a").tag()));
    Expect.equal("files", List.of("a"), names(tree.walk("")));
  }

  private void leavesNothingOfAFailure(FileTree tree) throws IOException {
    put(tree, "a", text("one"));
    for (String name : List.of("a", "b/c")) {
      Expect.thrown(
          "write",
          IOException.class,
          () ->
              tree.write(
                  name,
                  out -> {
                    out.write(bytes(PIECE));
                    throw new IOException("as asked");
                  }));
    }
    Expect.equal("content", text("one"), get(tree, tree.entry("a"), 0));
    Expect.that("no file", !tree.exists("b/c"));
    Expect.equal("files", List.of("a"), names(tree.walk("")));
  }

  private void moves(FileTree tree) throws IOException {
    put(tree, ".stage/a", text("one"));
    tree.move(".stage/a", "x=1/a");
    Expect.equal("content", text("one"), get(tree, tree.entry("x=1/a"), 0));
    Expect.equal("files", List.of("x=1/a"), names(tree.walk("")));
    put(tree, ".stage/a", text("two"));
    tree.move(".stage/a", "x=1/a");
    Expect.equal("content", text("two"), get(tree, tree.entry("x=1/a"), 0));
    Expect.equal("files", List.of("x=1/a"), names(tree.walk("")));
  }

  private void deletes(FileTree tree) throws IOException {
    put(tree, "c/a", text("one"));
    tree.delete("c");
    Expect.equal("files", List.of("c/a"), names(tree.walk("")));
    tree.delete("c/a");
    tree.delete("c/a");
    tree.delete("c");
    Expect.that("nothing left", !tree.exists("c/a") && !tree.exists("c"));
    put(tree, "c/a", text("two"));
    Expect.equal("content", text("two"), get(tree, tree.entry("c/a"), 0));
  }

  private void saysWhatIsMissing(FileTree tree) throws IOException {
    put(tree, "c/a", text("one"));
    for (String name : List.of("b", "c", "c/b", "")) {
      Expect.thrown("entry of " + name, NoSuchFileException.class, () -> tree.entry(name));
    }
    Entry gone = tree.entry("c/a");
    tree.delete("c/a");
    Expect.thrown("open", NoSuchFileException.class, () -> tree.open(gone, 0).close());
  }

  private void refusesNames(FileTree tree) {
    for (String name : BAD_NAMES) {
      Expect.thrown("write", IllegalArgumentException.class, () -> put(tree, name, text("x")));
      Expect.thrown("delete", IllegalArgumentException.class, () -> tree.delete(name));
    }
  }

  private void opensAFile(FileTree tree) throws IOException {
    put(tree, "folder/a", text("one"));
    FileTree file =
        FileTree.at(URI.create(tree.uri().toString().replaceAll("/$", "") + "/folder/a"));
    Expect.that("the file", file.exists(""));
    Expect.equal("files", List.of(""), names(file.list("")));
    Expect.equal("content", text("one"), get(file, file.entry(""), 0));
  }

  private void opensAgain(FileTree tree) throws IOException {
    put(tree, "a", text("one"));
    FileTree again = FileTree.at(tree.uri());
    Expect.equal("files", List.of("a"), names(again.list("")));
    Expect.equal("content", text("one"), get(again, again.entry("a"), 0));
    new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(tree);
  }

  private static List<String> names(List<Entry> files) {
    return files.stream().map(Entry::name).toList();
  }

  private static void put(FileTree tree, String name, byte[] bytes) throws IOException {
    tree.write(name, out -> new ByteArrayInputStream(bytes).transferTo(out));
  }

  private static byte[] get(FileTree tree, Entry file, long position) throws IOException {
    try (InputStream in = tree.open(file, position)) {
      return in.readAllBytes();
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}

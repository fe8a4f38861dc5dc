package dev.millrace.hadoop;

import dev.millrace.core.checkpoint.Storage;
import java.io.FileNotFoundException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;

/** One object of S3, which is written whole or not at all, and if asked on a condition. */
record S3aObject(FileSystem files, Path path) {
  /** What S3A throws when a condition does not hold; hadoop-aws need not be there to compile. */
  private static final Set<String> REFUSALS =
      Set.of("org.apache.hadoop.fs.s3a.RemoteFileChangedException");

  /** So that S3A does not ask first whether there is a directory of that name. */
  private static final String WITHOUT_PROBES = "fs.s3a.create.performance";

  /** What was in it at one time, and the tag of that version. */
  record Version(String tag, String text) {}

  /** Whether writes can have conditions at all; whether the server heeds them is another matter. */
  boolean hasConditions() throws IOException {
    return files.hasPathCapability(
            path, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE)
        && files.hasPathCapability(
            path, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG);
  }

  void write(Storage.Content content) throws IOException {
    write(builder().build(), content);
  }

  private FSDataOutputStreamBuilder<?, ?> builder() throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = files.createFile(path).recursive().overwrite(true);
    builder.opt(WITHOUT_PROBES, true);
    return builder;
  }

  /** Writes it if there is none; whether that was so. */
  boolean create(Storage.Content content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = builder();
    builder.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    return writeIfAllowed(builder, content);
  }

  /** Replaces that version; whether it was still there. */
  boolean replace(String tag, Storage.Content content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = builder();
    builder.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG, tag);
    return writeIfAllowed(builder, content);
  }

  /** What is in it; for short texts. */
  Optional<Version> read() throws IOException {
    try {
      while (true) {
        String tag = tag();
        Optional<String> text = text(tag);
        if (text.isPresent()) {
          return Optional.of(new Version(tag, text.get()));
        }
      }
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The text of a version; empty if it was replaced meanwhile. */
  private Optional<String> text(String tag) throws IOException {
    IOException failure = null;
    String text = "";
    try (InputStream in = files.open(path)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException e) { // of various kinds when it is replaced while it is read
      failure = e;
    }
    if (!tag().equals(tag)) {
      return Optional.empty();
    }
    if (failure != null) {
      throw failure;
    }
    return Optional.of(text);
  }

  /**
   * @throws FileNotFoundException if there is none
   */
  String tag() throws IOException {
    FileStatus status = files.getFileStatus(path);
    if (status instanceof EtagSource source && source.getEtag() != null) {
      return source.getEtag();
    }
    throw new PathIOException(path.toString(), "the store gives no entity tags");
  }

  private static void write(FSDataOutputStream out, Storage.Content content) throws IOException {
    fill(out, content);
    out.close();
  }

  private static boolean writeIfAllowed(
      FSDataOutputStreamBuilder<?, ?> builder, Storage.Content content) throws IOException {
    FSDataOutputStream out = builder.build();
    fill(out, content);
    try {
      out.close();
      return true;
    } catch (PathIOException e) {
      if (REFUSALS.contains(e.getClass().getName())) {
        return false;
      }
      throw e;
    }
  }

  /** Closing is what makes an object, so what is not to be one is given up before. */
  private static void fill(FSDataOutputStream out, Storage.Content content) throws IOException {
    try {
      content.writeTo(new Unclosed(out));
    } catch (IOException | RuntimeException | Error e) {
      out.abort();
      throw e;
    }
  }

  /** Stays open whatever its user does. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      out.write(bytes, offset, count);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}

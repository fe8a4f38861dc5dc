package dev.millrace.hadoop;

import dev.millrace.core.checkpoint.Storage.Content;
import dev.millrace.core.file.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;

/**
 * Files under a prefix of an S3 bucket. An object appears whole and durable when its upload is
 * completed, so a file is written under its own name; there are no renames, but copies by the
 * store.
 */
final class S3aFileTree extends HadoopFileTree {
  private static final long serialVersionUID = 1L;

  S3aFileTree(URI uri) {
    super(uri);
  }

  @Override
  String tag(FileStatus status) {
    String tag = status instanceof EtagSource source ? source.getEtag() : null;
    return tag == null ? status.getLen() + "@" + status.getModificationTime() : tag;
  }

  @Override
  public void write(String name, Content content) throws IOException {
    new S3aObject(files(), path(FileTree.requireName(name))).write(content);
  }

  /** A copy does not take another object's place, but a write does. */
  @Override
  public void move(String from, String to) throws IOException {
    try {
      if (!files().rename(path(FileTree.requireName(from)), path(FileTree.requireName(to)))) {
        throw new IOException(path(from) + " cannot be copied to " + path(to));
      }
    } catch (FileAlreadyExistsException e) {
      Entry file = entry(from);
      write(
          to,
          out -> {
            try (InputStream in = open(file, 0)) {
              in.transferTo(out);
            }
          });
      delete(from);
    }
  }
}

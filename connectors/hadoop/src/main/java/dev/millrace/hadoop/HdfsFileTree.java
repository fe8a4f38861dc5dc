package dev.millrace.hadoop;

import dev.millrace.core.checkpoint.Storage.Content;
import dev.millrace.core.file.FileTree;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Files on HDFS. What is written is forced to the disks of the data nodes block by block, and
 * renamed in one step that the name node has logged when it answers.
 */
final class HdfsFileTree extends HadoopFileTree {
  private static final long serialVersionUID = 1L;
  private static final String UNFINISHED = ".unfinished";

  private transient volatile FileContext writing;

  HdfsFileTree(URI uri) {
    super(uri);
  }

  private FileContext context() throws IOException {
    FileContext context = writing;
    if (context == null) {
      context = FileContext.getFileContext(uri(), configuration());
      writing = context;
    }
    return context;
  }

  /** A stream that is open does not see the file grow. */
  @Override
  String tag(FileStatus status) {
    return status.getLen() + "@" + status.getModificationTime();
  }

  @Override
  public void write(String name, Content content) throws IOException {
    Path target = path(FileTree.requireName(name));
    Path unfinished = path(UNFINISHED);
    context().mkdir(target.getParent(), null, true);
    try (FSDataOutputStream out =
        context()
            .create(
                unfinished,
                EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE, CreateFlag.SYNC_BLOCK))) {
      content.writeTo(out);
    } catch (IOException | RuntimeException e) {
      discard(unfinished, e);
      throw e;
    }
    context().rename(unfinished, target, Options.Rename.OVERWRITE);
  }

  private void discard(Path unfinished, Exception failure) {
    try {
      context().delete(unfinished, false);
    } catch (FileNotFoundException e) {
      // as it should be
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void move(String from, String to) throws IOException {
    Path target = path(FileTree.requireName(to));
    context().mkdir(target.getParent(), null, true);
    context().rename(path(FileTree.requireName(from)), target, Options.Rename.OVERWRITE);
  }
}

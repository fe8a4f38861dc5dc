package dev.millrace.yaml;

import dev.millrace.core.file.FileTree;
import java.net.URI;
import java.nio.file.Path;

/** What a connector adds: files at {@code elsewhere:/path}. */
public final class ElsewhereFiles implements FileTree.Provider {
  @Override
  public boolean opens(String scheme) {
    return scheme.equals("elsewhere");
  }

  @Override
  public FileTree open(URI uri) {
    return FileTree.local(Path.of(uri.getPath()));
  }
}

package dev.millrace.jupyter;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/** The kernel as a program; Jupyter starts it, as {@code kernel.json} says. */
public final class Main {
  private Main() {}

  /**
   * Serves one notebook until Jupyter says that it is over, or has ended.
   *
   * @param args the file that says where Jupyter listens
   */
  public static void main(String[] args) throws Exception {
    System.setProperty("java.awt.headless", "true");
    endWithJupyter();
    Kernel kernel = Kernel.of(new Session(System.getProperty("java.class.path")));
    Display.to(kernel::display);
    JupyterConnection connection =
        new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(args[0]))));
    kernel.becomeHandlerForConnection(connection);
    connection.connect();
    connection.waitUntilClose();
    System.exit(0);
  }

  /** A Jupyter that was killed cannot say that it is over. */
  private static void endWithJupyter() {
    String parent = System.getenv("JPY_PARENT_PID");
    if (parent != null) {
      ProcessHandle.of(Long.parseLong(parent)).ifPresent(Main::endWith);
    }
  }

  private static void endWith(ProcessHandle jupyter) {
    Thread watch =
        new Thread(
            () -> {
              jupyter.onExit().join();
              System.exit(1);
            },
            "jupyter");
    watch.setDaemon(true);
    watch.start();
  }
}

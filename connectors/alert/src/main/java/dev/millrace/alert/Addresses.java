package dev.millrace.alert;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Which hosts are this machine, to which nothing needs to be encrypted. */
final class Addresses {
  private Addresses() {}

  /** Looks up no name but {@code localhost}. */
  static boolean isLoopback(String host) {
    boolean literal = host.matches("[0-9]+(\\.[0-9]+){3}|\\[?[0-9a-fA-F:]*:[0-9a-fA-F:]*]?");
    if (!literal && !host.equalsIgnoreCase("localhost")) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}

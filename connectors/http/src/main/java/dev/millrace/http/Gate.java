package dev.millrace.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;

/**
 * Decides who may ask. Before anything of a request is looked at: a server on a loopback address
 * answers only to a loopback name (else a web page could reach it by rebinding its own name), a
 * request that a browser sends for another site's page is refused, and the token is checked.
 */
final class Gate {
  private static final String CHALLENGE = "Bearer realm=\"millrace\"";
  private static final String SCHEME = "Bearer ";
  private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

  private final boolean loopback;
  private final Optional<BearerToken> token;

  Gate(boolean loopback, Optional<BearerToken> token) {
    this.loopback = loopback;
    this.token = token;
  }

  /** The refusal; empty lets the request in. */
  Optional<Reply> refuse(Request request, boolean open) {
    if (loopback && !isLoopback(request.getHttpURI().getHost())) {
      return Optional.of(
          Reply.error(
              HttpStatus.MISDIRECTED_REQUEST_421,
              "this server answers to localhost only, not to the host that the request names"));
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && !isSameOrigin(origin, request)) {
      return Optional.of(
          Reply.error(HttpStatus.FORBIDDEN_403, "requests from other sites' pages are refused"));
    }
    return open || token.isEmpty() ? Optional.empty() : checkToken(request, token.get());
  }

  private static Optional<Reply> checkToken(Request request, BearerToken token) {
    String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (given == null || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.of(
          Reply.error(
              HttpStatus.UNAUTHORIZED_401,
              "a token is needed: send the header 'Authorization: Bearer <token>'",
              HttpHeader.WWW_AUTHENTICATE,
              CHALLENGE));
    }
    if (!token.matches(given.substring(SCHEME.length()).strip())) {
      return Optional.of(
          Reply.error(
              HttpStatus.UNAUTHORIZED_401,
              "the token is not this server's",
              HttpHeader.WWW_AUTHENTICATE,
              CHALLENGE + ", error=\"invalid_token\""));
    }
    return Optional.empty();
  }

  private static boolean isSameOrigin(String origin, Request request) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    return host != null && origin.equalsIgnoreCase("http://" + host);
  }

  /** Whether a host, as an address or a name, can only be this machine; looks nothing up. */
  static boolean isLoopback(String host) {
    if (host == null) {
      return false;
    }
    String name = HostPort.normalizeHost(host).toLowerCase(Locale.ROOT);
    if (name.equals("localhost") || name.equals("localhost.")) {
      return true;
    }
    boolean literal = name.startsWith("[") || IPV4.matcher(name).matches();
    return literal && isLoopbackAddress(name);
  }

  /** Whether an address to bind is a loopback one; a name is looked up. */
  static boolean isLoopbackAddress(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}

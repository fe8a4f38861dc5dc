package dev.millrace.http;

import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * A whole answer, ready to be sent.
 *
 * @param status of HTTP
 * @param headers beside those that every answer has
 * @param body JSON in UTF-8, or a document; empty for none
 */
record Reply(int status, Map<String, String> headers, ByteBuffer body) {
  private static final String JSON = "application/json";
  private static final String TYPE = HttpHeader.CONTENT_TYPE.asString();
  private static final String POLICY = "Content-Security-Policy";
  private static final String PAGE_POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  static Reply json(int status, ByteBuffer body) {
    return new Reply(status, Map.of(TYPE, JSON), body);
  }

  static Reply ok(ByteBuffer body) {
    return json(HttpStatus.OK_200, body);
  }

  /** What a site found. */
  static Reply answer(Site.Answer answer) {
    return new Reply(
        answer.status(),
        Map.of(TYPE, answer.document().type()),
        ByteBuffer.wrap(answer.document().body()));
  }

  /** What a browser shows; it may load what this server has, and nothing else. */
  static Reply document(Site.Document document) {
    return new Reply(
        HttpStatus.OK_200,
        Map.of(TYPE, document.type(), POLICY, PAGE_POLICY),
        ByteBuffer.wrap(document.body()));
  }

  static Reply error(int status, String message) {
    return json(status, Json.error(message));
  }

  /** An error that goes with a header, for instance {@code Allow} with 405. */
  static Reply error(int status, String message, HttpHeader header, String value) {
    return new Reply(status, Map.of(TYPE, JSON, header.asString(), value), Json.error(message));
  }

  static Reply of(RefusedException e) {
    return error(e.status(), e.getMessage());
  }

  /** What every answer carries: nothing is to be sniffed, framed, cached or scripted. */
  static void addSecurityHeaders(HttpFields.Mutable fields) {
    fields.put("X-Content-Type-Options", "nosniff");
    fields.put("X-Frame-Options", "DENY");
    fields.put(POLICY, "default-src 'none'; frame-ancestors 'none'");
    fields.put("Referrer-Policy", "no-referrer");
    fields.put("Cross-Origin-Resource-Policy", "same-origin");
    fields.put(HttpHeader.CACHE_CONTROL, "no-store");
  }

  /** Sends the answer; HEAD is told the length of the body but not given it. */
  void send(Request request, Response response, Callback callback) {
    response.setStatus(status);
    HttpFields.Mutable fields = response.getHeaders();
    addSecurityHeaders(fields);
    headers.forEach(fields::put);
    if (status != HttpStatus.NO_CONTENT_204) {
      fields.put(HttpHeader.CONTENT_LENGTH, body.remaining());
    }
    boolean head = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, head ? BufferUtil.EMPTY_BUFFER : body.slice(), callback);
  }
}

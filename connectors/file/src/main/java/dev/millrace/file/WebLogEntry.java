package dev.millrace.file;

import java.io.Serializable;
import java.time.Instant;

/**
 * A request as a web server has logged it. What is logged as {@code -} is empty. Immutable.
 *
 * @param host who asked: a name, an IPv4 or an IPv6 address
 * @param identity of the user by RFC 1413, nearly always empty
 * @param user who logged in
 * @param time of the request, to the second
 * @param method {@code GET} and such; empty where the request line is malformed
 * @param path what was asked for, with the query; the whole request line where it is malformed
 * @param protocol {@code HTTP/1.1} and such; empty where there is none
 * @param status of the answer, from 100 to 999; 0 where none is logged
 * @param bytes of the answer; 0 where none are logged
 * @param referrer the page that linked there
 * @param userAgent the program that asked
 * @param seconds that the answer took; NaN where the format does not say
 * @param rest what follows the fields that the format names
 */
public record WebLogEntry(
    String host,
    String identity,
    String user,
    Instant time,
    String method,
    String path,
    String protocol,
    int status,
    long bytes,
    String referrer,
    String userAgent,
    double seconds,
    String rest)
    implements Serializable {}

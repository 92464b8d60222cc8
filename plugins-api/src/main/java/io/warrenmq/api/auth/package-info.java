/**
 * Principals, credentials, permissions; authentication and authorisation back ends and SASL
 * mechanisms.
 */
@NullMarked
package io.warrenmq.api.auth;

import org.jspecify.annotations.NullMarked;

package io.warrenmq.mqtt.packet;

import org.jspecify.annotations.Nullable;

/**
 * CONNECT. MQTT 5.0 §3.1; what a version does not have is as if it was not sent.
 *
 * @param version the client's
 * @param cleanStart whether the client wants no former session
 * @param keepAlive seconds, 0 for none
 * @param clientId may be empty
 * @param username {@code null} for none
 * @param password {@code null} for none
 * @param will {@code null} for none
 * @param sessionExpiry seconds, {@link #NEVER} for ever; of 3.x: 0 for a clean session, else for
 *     ever
 * @param receiveMaximum 1 to 65,535
 * @param maximumPacketSize bytes, above 0
 * @param topicAliasMaximum 0 to 65,535
 * @param requestResponseInformation whether the client asks for it
 * @param requestProblemInformation whether it may be sent reason strings and user properties
 * @param authenticationMethod {@code null} for none
 * @param authenticationData {@code null} for none
 */
public record ConnectPacket(
    ProtocolVersion version,
    boolean cleanStart,
    int keepAlive,
    String clientId,
    @Nullable String username,
    byte @Nullable [] password,
    @Nullable Will will,
    long sessionExpiry,
    int receiveMaximum,
    long maximumPacketSize,
    int topicAliasMaximum,
    boolean requestResponseInformation,
    boolean requestProblemInformation,
    @Nullable String authenticationMethod,
    byte @Nullable [] authenticationData) {
  /** A session that does not expire. */
  public static final long NEVER = 0xFFFF_FFFFL;

  /** Of clients that say nothing: what the packet's form allows. */
  public static final long PACKET_SIZE_MAX = 268_435_460L;

  /**
   * What is to be published when the client goes without a word.
   *
   * @param topic where
   * @param payload what
   * @param qos 0, 1 or 2
   * @param retain whether to be retained
   * @param delay seconds
   * @param expiry the message's, in seconds; −1 for none
   * @param properties those that stay with the message, as they came
   */
  public record Will(
      String topic,
      byte[] payload,
      int qos,
      boolean retain,
      long delay,
      long expiry,
      byte[] properties) {}

  @Override
  public String toString() { // Without what is secret.
    return "CONNECT[" + version + ", client " + clientId + ", user " + username + "]";
  }
}

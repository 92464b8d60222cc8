package io.warrenmq.server.clients.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientConfig;
import com.hivemq.client.mqtt.mqtt5.auth.Mqtt5EnhancedAuthMechanism;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5Auth;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5AuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5EnhancedAuth;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5EnhancedAuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import io.warrenmq.server.clients.ScramClient;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** SCRAM-SHA-256 for HiveMQ's client. Called on its event loop; a test may set the user. */
final class HiveMqScram implements Mqtt5EnhancedAuthMechanism {
  private volatile String user;
  private volatile String password;
  private ScramClient scram;

  HiveMqScram(String user, String password) {
    is(user, password);
  }

  /** Who it is from the next authentication on. */
  void is(String newUser, String newPassword) {
    user = newUser;
    password = newPassword;
  }

  @Override
  public MqttUtf8String getMethod() {
    return MqttUtf8String.of(ScramClient.NAME);
  }

  @Override
  public int getTimeout() {
    return MqttTest.PATIENCE_SECONDS;
  }

  @Override
  public CompletableFuture<Void> onAuth(
      Mqtt5ClientConfig config, Mqtt5Connect connect, Mqtt5EnhancedAuthBuilder builder) {
    return begin(builder);
  }

  @Override
  public CompletableFuture<Void> onReAuth(Mqtt5ClientConfig config, Mqtt5AuthBuilder builder) {
    return begin(builder);
  }

  private CompletableFuture<Void> begin(Mqtt5EnhancedAuthBuilder builder) {
    scram = new ScramClient(user, password);
    builder.data(scram.first());
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Boolean> onContinue(
      Mqtt5ClientConfig config, Mqtt5Auth auth, Mqtt5AuthBuilder builder) {
    builder.data(scram.last(bytes(auth.getData())));
    return CompletableFuture.completedFuture(true);
  }

  /** The client closes unless the broker has proved itself. */
  @Override
  public CompletableFuture<Boolean> onAuthSuccess(Mqtt5ClientConfig config, Mqtt5ConnAck connack) {
    Optional<ByteBuffer> data = connack.getEnhancedAuth().flatMap(Mqtt5EnhancedAuth::getData);
    return CompletableFuture.completedFuture(scram.isServersProof(bytes(data)));
  }

  @Override
  public CompletableFuture<Boolean> onReAuthSuccess(Mqtt5ClientConfig config, Mqtt5Auth auth) {
    return CompletableFuture.completedFuture(scram.isServersProof(bytes(auth.getData())));
  }

  static byte[] bytes(Optional<ByteBuffer> data) {
    ByteBuffer buffer = data.orElseThrow();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  public void onAuthRejected(Mqtt5ClientConfig config, Mqtt5ConnAck connack) {}

  @Override
  public void onReAuthRejected(Mqtt5ClientConfig config, Mqtt5Disconnect disconnect) {}

  @Override
  public void onAuthError(Mqtt5ClientConfig config, Throwable cause) {}

  @Override
  public void onReAuthError(Mqtt5ClientConfig config, Throwable cause) {}
}

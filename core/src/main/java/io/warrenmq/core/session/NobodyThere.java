package io.warrenmq.core.session;

import io.warrenmq.api.broker.ConnectionHandle;

/** Stands for a protocol that has gone, or where there is none: nobody is told anything. */
public enum NobodyThere implements ConnectionHandle {
  INSTANCE;

  @Override
  public void forceClose(String reason) {}

  @Override
  public void onBlocked(String reason) {}

  @Override
  public void onUnblocked() {}

  @Override
  public void onPublishPause() {}

  @Override
  public void onPublishResume() {}
}

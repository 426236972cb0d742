"""What the Slack half is told by its environment."""

import secrets

from pydantic import SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SlackSettings(BaseSettings):
    """Read from the environment, by the names in capitals."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", validate_default=True)

    slack_bot_token: SecretStr
    slack_app_token: SecretStr | None = None
    """Set: Socket Mode, so that no public address is needed."""
    slack_signing_secret: SecretStr = SecretStr("")
    """Needed unless Socket Mode is on: then nothing comes by HTTP, and a secret nobody knows keeps that door shut."""
    slack_api_url: str = "https://slack.com/api/"
    mend_public_url: str = "http://127.0.0.1:8700"

    @field_validator("slack_api_url")
    @classmethod
    def ends_with_a_slash(cls, url: str) -> str:
        """slack_sdk joins the method's name to it, and would drop the last part of a path without a slash."""
        return url if url.endswith("/") else f"{url}/"

    @field_validator("slack_app_token")
    @classmethod
    def empty_is_unset(cls, token: SecretStr | None) -> SecretStr | None:
        return token if token and token.get_secret_value() else None

    @field_validator("slack_signing_secret", mode="after")
    @classmethod
    def needed_for_http(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        if secret.get_secret_value():
            return secret
        if info.data.get("slack_app_token") is None:
            raise ValueError("is needed, unless SLACK_APP_TOKEN turns Socket Mode on")
        return SecretStr(secrets.token_hex(32))

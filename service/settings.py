"""What the service reads from its environment."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """Names and defaults as in the README's table."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore")

    database_url: str = "sqlite:///mend.db"
    """A SQLite file or PostgreSQL (through psycopg 3); Mend's tables and the engine's live in one database."""
    mend_demo: bool = False
    """Lets `POST /demo/clock` move the product's clock."""

DROP TABLE platform.rate_window, platform.setting, platform.session, platform.delivery, platform.event;
DROP FUNCTION platform.words(jsonb, text);
DROP FUNCTION platform.place(regclass, text);
DROP TABLE platform.placement;

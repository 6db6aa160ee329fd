/** The settings of the instance for which the SDK has no defaults. */
export const environmentJson = {
  object: 'environment',
  id: 'env_2demoDemoDemoDemoDemoDemo0',
  auth_config: { object: 'auth_config', id: 'aconf_demo', single_session_mode: true },
  display_config: {
    object: 'display_config',
    id: 'display_config_demo',
    application_name: 'Demo',
    instance_environment_type: 'development',
  },
  // No captcha: its script would come from another host.
  user_settings: { sign_up: { captcha_enabled: false, mode: 'public' } },
  maintenance_mode: false,
};

"""What a shared database says on a bad day, in the user's words; see db.faults for the reasons."""

from __future__ import annotations

SERVER_SENTENCES = {
    "server": "不认识“{file}”这种数据库。工作区可以是文件，也可以是 PostgreSQL 共享数据库"
    "（postgresql+psycopg://用户@主机/数据库）。",
    "bad_url": "数据库地址写法不对。应为 postgresql+psycopg://用户@主机:端口/数据库；"
    "名称、密码里的 @、/、?、# 写成 %40、%2F、%3F、%23。",
    "no_database_named": "地址“{file}”没有写明数据库名。应为 postgresql+psycopg://用户@主机/数据库。",
    "files_only": "“{file}”是共享数据库，这项功能只用于工作区文件。共享数据库的备份与恢复由管理员用 "
    "pg_dump、pg_restore 完成。",
    "not_a_server": "“{file}”是文件。这里要写共享数据库的地址：postgresql+psycopg://用户@主机/数据库。",
    "new_on_server": "“{file}”是共享数据库，请管理员用 lianpu db setup 设置。",
    "no_server": "连不上“{file}”的服务器：主机名、端口不对，或服务器没有开机、网络不通。",
    "server_away": "与“{file}”的连接中断，这次操作没有完成。正在重新连接，请稍后重试。",
    "server_starting": "“{file}”的服务器正在启动或关闭，请稍后再试。",
    "server_busy": "“{file}”的服务器太忙（连接数或内存已满），请稍后再试。",
    "server_full": "“{file}”的服务器磁盘已满，没有保存。请告诉管理员。",
    "server_encrypts": "与“{file}”的加密连接没有建立，请让管理员检查服务器的证书设置。",
    "no_encryption": "“{file}”的服务器没有开启加密，而这里要求加密，没有连接。请让管理员开启 SSL，"
    "或把加密方式改为“不要求”。",
    "certificate_host": "“{file}”的服务器证书上写的不是这个主机名，没有连接：可能连到了别的服务器。"
    "请核对主机，或让管理员更换证书。",
    "certificate_unknown": "“{file}”的服务器证书与选定的证书文件对不上，没有连接：可能连到了别的服务器。"
    "请核对证书文件，或问管理员。",
    "certificate_file": "找不到或读不了证书文件，没有连接“{file}”。请重新选择管理员给的证书文件。",
    "server_encoding": "数据库“{file}”的编码是 {detail}，存不全汉字。请让管理员用 UTF8 编码重建。",
    "wrong_password": "用户名或密码不对，没有连上“{file}”。",
    "no_such_database": "服务器上没有这个数据库（“{file}”）。请核对数据库名。",
    "not_let_in": "服务器不允许从这台电脑连接“{file}”。请让管理员检查访问设置（pg_hba.conf）。",
    "no_member": "您还没有“{file}”的角色，或已被收回。请让管理员给您角色（lianpu db member）。",
    "no_more_let_in": "“{file}”现在不接受连接。请联系管理员。",
    "server_locked": "有同事正在“{file}”里保存，等了 5 秒没有轮到，没有保存。请稍后重试；"
    "一直如此，请管理员查看是谁没有结束。",
    "not_set_up": "数据库“{file}”还没有为链谱设置。请管理员运行 lianpu db setup。",
    "other_tables": "数据库“{file}”里有其他软件的表，没有设置。请新建一个空的数据库。",
    "server_newer": "数据库“{file}”已由更新版本的链谱升级（数据库为 {found}，本程序支持到 {known}）。"
    "请升级本程序。",
    "server_older": "数据库“{file}”是旧版格式（{found}，本程序为 {known}）。"
    "请管理员运行 lianpu db upgrade 后再打开。",
    "not_allowed": "您在“{file}”的权限不够，没有保存。请让管理员调整您的角色（查看、填报、编辑、管理）。",
    "not_all_seen": "您在“{file}”的角色是“查看”，看不到联系人和它们的变更明细，副本会缺这些，没有复制。"
    "请由填报、编辑或管理角色的人复制，或请管理员更改您的角色。",
    "too_slow": "“{file}”的服务器在规定时间内没有完成这次操作，没有保存。请稍后重试。",
    "text_too_long": "有一项文字太长，“{file}”存不下，没有保存。请缩短后重试。",
    "server_upgraded": "“{file}”已由管理员升级，这个窗口还是原来的版本，没有保存。请更新链谱后重新打开。",
    "server_read_only": "“{file}”现在只能读（服务器在维护，或连上的是备用服务器），没有保存。请联系管理员。",
    "server_too_old": "“{file}”的服务器是 PostgreSQL {detail}，链谱需要 13 或更新的版本，请升级服务器。",
    "role_taken": "服务器上已有登录名“{detail}”，与链谱的角色重名，会得到该角色的权限，没有设置。"
    "请先改名或删除这个登录名，或换一个数据库名。",
    "no_roles": "“{file}”还没有建立角色。请用能建立角色的账号（如 postgres）再运行一次 lianpu db setup。",
    "not_empty": "数据库“{file}”里已有内容，没有复制。请用一个空的数据库。",
    "copy_differs": "复制到“{file}”后核对不一致（{table}），已全部撤回。",
    "copy_value": "{table} 表里编号为 {key} 的一行，{column} 的内容太长或含有空字符，“{file}”存不下，"
    "没有复制。请先在原工作区里改正。",
    "number_too_large": "有一个数字太大（超过 21 亿），“{file}”存不下，没有保存。请核对后重试。",
    "outcome_unknown": "提交时与“{file}”的连接中断，还不知道这次更改是否已保存。"
    "恢复连接后请先看变更记录，再决定是否重做。",
}

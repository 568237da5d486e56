<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- What Qt's own Chinese lacks, or says unlike this program. Made into qt_zh.qm by: pyside6-lrelease qt_zh.ts -->
<TS version="2.1" language="zh_CN">
<context>
    <name>QAbstractFileIconProvider</name>
    <message><source>Folder</source><translation>文件夹</translation></message>
    <message><source>File</source><translation>文件</translation></message>
    <message><source>%1 File</source><translation>%1 文件</translation></message>
    <message><source>File Folder</source><translation>文件夹</translation></message>
    <message><source>Drive</source><translation>磁盘</translation></message>
    <message><source>Shortcut</source><translation>快捷方式</translation></message>
    <message><source>Unknown</source><translation>未知</translation></message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message><source>Size</source><translation>大小</translation></message>
    <message><source>%1 bytes</source><translation>%1 字节</translation></message>
</context>
<context>
    <name>QFileDialog</name>
    <message><source>Size</source><translation>大小</translation></message>
</context>
<context>
    <name>QLineEdit</name>
    <message><source>&amp;Undo</source><translation>撤销(&amp;U)</translation></message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message><source>&amp;Undo</source><translation>撤销(&amp;U)</translation></message>
</context>
<context>
    <name>QAbstractSpinBox</name>
    <message><source>&amp;Select All</source><translation>全选(&amp;S)</translation></message>
    <message><source>&amp;Step up</source><translation>增加(&amp;I)</translation></message>
    <message><source>Step &amp;down</source><translation>减少(&amp;D)</translation></message>
</context>
<context>
    <name>QCalendarWidget</name>
    <message><source>Select Date</source><translation>选择日期</translation></message>
</context>
</TS>
